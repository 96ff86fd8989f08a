/** Data points have no resource; the condition names the namespace. */

import { metricNamespace } from '../../lifecycle/metering/meter.ts';
import { allow, type PermissionSet } from './statement.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const putMetrics: PermissionSet = () => [
  allow('PutMetrics', ['cloudwatch:PutMetricData'], ['*'], {
    StringEquals: { 'cloudwatch:namespace': metricNamespace },
  }),
];
