/** An alarm that notifies the topic of exceptions. */

import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeployedAlarm } from '../../src/deployment/deployment.ts';

const comparisons = {
  above: 'GreaterThanThreshold',
  below: 'LessThanThreshold',
} as const;

export function addAlarm(
  scope: Construct,
  id: string,
  { deployed, topic }: { readonly deployed: DeployedAlarm; readonly topic: CfnTopic },
): void {
  const { name, description, metric, threshold, evaluationPeriods } = deployed;
  new CfnAlarm(scope, id, {
    alarmName: name,
    alarmDescription: description,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ name, value })),
    statistic: metric.statistic,
    period: metric.periodSeconds,
    threshold,
    evaluationPeriods,
    comparisonOperator: comparisons[deployed.comparison],
    treatMissingData: deployed.missingDataIsAlarm ? 'breaching' : 'notBreaching',
    alarmActions: [topic.ref],
  });
}
