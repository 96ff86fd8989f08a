/** A queue with its policy. */

import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeployedQueue } from '../../src/deployment/deployment.ts';
import { acknowledge } from '../acknowledge.ts';

/** `deadLetters`: the queue of messages that are given up; undefined for that queue. */
export function addQueue(
  scope: Construct,
  id: string,
  { deployed, deadLetters }: { readonly deployed: DeployedQueue; readonly deadLetters?: CfnQueue },
): CfnQueue {
  const { name, visibilitySeconds, retentionSeconds, statements } = deployed;
  const queue = new CfnQueue(scope, id, {
    queueName: name,
    visibilityTimeout: visibilitySeconds,
    messageRetentionPeriod: retentionSeconds,
    sqsManagedSseEnabled: true,
    ...(deployed.deadLetters &&
      deadLetters && {
        redrivePolicy: {
          deadLetterTargetArn: deadLetters.attrArn,
          maxReceiveCount: deployed.deadLetters.maxReceiveCount,
        },
      }),
  });
  new CfnQueuePolicy(scope, `${id}Policy`, {
    queues: [queue.ref],
    policyDocument: { Version: '2012-10-17', Statement: statements },
  });
  if (!deployed.deadLetters) {
    acknowledge(queue, 'AwsSolutions-SQS3', 'it is the queue of dead letters');
  }
  return queue;
}
