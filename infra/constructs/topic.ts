/** The topic of exceptions. Alarms cannot publish on a topic with the key aws/sns, so it has none. */

import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeployedTopic } from '../../src/deployment/deployment.ts';

export function addTopic(scope: Construct, id: string, deployed: DeployedTopic): CfnTopic {
  const { name, displayName, subscribers, statements } = deployed;
  const topic = new CfnTopic(scope, id, { topicName: name, displayName });
  new CfnTopicPolicy(scope, `${id}Policy`, {
    topics: [topic.ref],
    policyDocument: { Version: '2012-10-17', Statement: statements },
  });
  for (const endpoint of subscribers) {
    new CfnSubscription(scope, `${id}To${endpoint}`, {
      topicArn: topic.ref,
      protocol: 'email',
      endpoint,
    });
  }
  return topic;
}
