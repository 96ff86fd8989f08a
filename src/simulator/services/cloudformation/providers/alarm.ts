/** AWS::CloudWatch::Alarm */

import { callerAlarms } from '../../cloudwatch/alarms.ts';
import {
  alreadyExists,
  booleanOf,
  type ProvidedResource,
  type ResourceProvider,
  type ResourceRequest,
} from './provider.ts';

const numbers = ['DatapointsToAlarm', 'EvaluationPeriods', 'Period', 'Threshold'];
const others = [
  'AlarmActions',
  'AlarmDescription',
  'ComparisonOperator',
  'Dimensions',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'OKActions',
  'Statistic',
  'TreatMissingData',
  'Unit',
];

export const alarm: ResourceProvider = {
  properties: [...numbers, ...others, 'ActionsEnabled', 'AlarmName', 'Tags'],
  replacedBy: ['AlarmName'],
  create: (request) => {
    const { access, properties, type } = request;
    const name = String(properties.AlarmName ?? request.generateName(255));
    if (callerAlarms(access.context).has(name)) throw alreadyExists(type, name);
    return put(request, name);
  },
  update: (request, { physicalId }) => put(request, physicalId),
  remove: (access, { physicalId }) => {
    access.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [physicalId] });
  },
};

function put({ access, properties, tags }: ResourceRequest, AlarmName: string): ProvidedResource {
  const { ActionsEnabled } = properties;
  const supplied = Object.entries(properties).flatMap(([name, value]) => {
    if (numbers.includes(name)) return [[name, Number(value)] as const];
    return others.includes(name) ? [[name, value] as const] : [];
  });
  access.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName,
    ...Object.fromEntries(supplied),
    ...(ActionsEnabled !== undefined && { ActionsEnabled: booleanOf(ActionsEnabled) }),
    ...(tags.length > 0 && { Tags: tags }),
  });
  const Arn = callerAlarms(access.context).get(AlarmName)?.arn;
  return { physicalId: AlarmName, attributes: { Arn } };
}
