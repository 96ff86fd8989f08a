/** Amazon CloudWatch: metrics, alarms on them, and dashboards. */

import { defineService, type FindPermissions } from '../../service.ts';
import { alarmHandlers } from './alarm-handlers.ts';
import { dashboardArn, dashboardHandlers } from './dashboards.ts';
import { putMetricData } from './put-metric-data.ts';
import { readHandlers } from './read-metrics.ts';
import { tagHandlers } from './tag-handlers.ts';

/** Metrics have no ARN; a policy names their namespace. Listings require `*`. */
const permissions: FindPermissions = (operation, input, context) => {
  const action = `cloudwatch:${operation}`;
  const { Namespace, AlarmName, AlarmNames, DashboardName, DashboardNames, ResourceARN } = input;
  if (operation === 'PutMetricData' && typeof Namespace === 'string') {
    return [{ action, resource: '*', conditions: { 'cloudwatch:namespace': Namespace } }];
  }
  if (operation.startsWith('Describe') || operation.startsWith('ListDashboards')) return undefined;
  if (typeof ResourceARN === 'string') return [{ action, resource: ResourceARN }];
  const { world, caller, region } = context;
  const alarmArn = (name: string) =>
    `arn:${world.partition.name}:cloudwatch:${region}:${caller.accountId}:alarm:${name}`;
  const arns = [
    ...textsOf(AlarmName, AlarmNames).map(alarmArn),
    ...textsOf(DashboardName, DashboardNames).map((name) => dashboardArn(context, name)),
  ];
  return arns.length > 0 ? arns.map((resource) => ({ action, resource })) : undefined;
};

function textsOf(one: unknown, several: unknown): readonly string[] {
  const all = Array.isArray(several) ? several : [one];
  return all.filter((name) => typeof name === 'string');
}

export const cloudwatchService = defineService({
  name: 'cloudwatch',
  operations: {
    PutMetricData: putMetricData,
    ...readHandlers,
    ...alarmHandlers,
    ...dashboardHandlers,
    ...tagHandlers,
  },
  permissions,
});
