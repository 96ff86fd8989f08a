/** What an alarm publishes to a topic: a document for programs, under a subject for readers. */

import type { Alarm, AlarmState } from './alarm.ts';
import { timestamp } from './timestamp.ts';

export function alarmSubject({ definition, state, region }: Alarm): string {
  return `${state.value}: "${definition.AlarmName}" in ${displayName(region)}`.slice(0, 100);
}

export function alarmMessage(alarm: Alarm, previous: AlarmState): string {
  const { definition, definedAt, state, accountId, region, arn } = alarm;
  const { DatapointsToAlarm } = definition;
  return JSON.stringify({
    AlarmName: definition.AlarmName,
    AlarmDescription: definition.AlarmDescription ?? null,
    AWSAccountId: accountId,
    AlarmConfigurationUpdatedTimestamp: timestamp(definedAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: timestamp(state.at),
    Region: displayName(region),
    AlarmArn: arn,
    OldStateValue: previous.value,
    OKActions: definition.OKActions,
    AlarmActions: definition.AlarmActions,
    InsufficientDataActions: definition.InsufficientDataActions,
    Trigger: {
      MetricName: definition.MetricName,
      Namespace: definition.Namespace,
      StatisticType: 'Statistic',
      Statistic: definition.Statistic.toUpperCase(),
      Unit: definition.Unit ?? null,
      Dimensions: definition.Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
      Period: definition.Period,
      EvaluationPeriods: definition.EvaluationPeriods,
      ...(DatapointsToAlarm !== undefined && { DatapointsToAlarm }),
      ComparisonOperator: definition.ComparisonOperator,
      Threshold: definition.Threshold,
      TreatMissingData: definition.TreatMissingData ?? 'missing',
      EvaluateLowSampleCountPercentile: '',
    },
  });
}

/** Regions have names in messages; the id where the simulator does not know the name. */
function displayName(region: string): string {
  return names[region] ?? region;
}

const names: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
};
