/**
 * What PutMetricAlarm accepts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */

import { unsupported } from '../../refusals.ts';
import type { AlarmDefinition } from './alarm.ts';
import { comparisons } from './comparison.ts';
import { missing, validation } from './errors.ts';
import type { Dimension } from './state.ts';
import type { CloudWatchTag } from './tags.ts';

export interface PutAlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Statistic?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly Tags?: readonly CloudWatchTag[];
}

const notModelled = [
  'ExtendedStatistic',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
];

const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
const treatments = ['breaching', 'notBreaching', 'ignore', 'missing'];
const daySeconds = 86_400;

export function definitionOf(input: PutAlarmInput): AlarmDefinition {
  const other = notModelled.find((member) => member in input);
  if (other !== undefined) throw unsupported(`alarms with ${other}`);
  const definition = withDefaults(input);
  checkName(definition);
  checkEvaluation(definition);
  checkActions(definition);
  return definition;
}

function withDefaults(input: PutAlarmInput): AlarmDefinition {
  const { AlarmDescription, Unit, DatapointsToAlarm, TreatMissingData } = input;
  return {
    AlarmName: input.AlarmName,
    ...(AlarmDescription !== undefined && { AlarmDescription }),
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    MetricName: presentMember(input.MetricName, 'MetricName'),
    Namespace: presentMember(input.Namespace, 'Namespace'),
    Statistic: presentMember(input.Statistic, 'Statistic'),
    Dimensions: input.Dimensions ?? [],
    Period: presentMember(input.Period, 'Period'),
    ...(Unit !== undefined && { Unit }),
    EvaluationPeriods: presentMember(input.EvaluationPeriods, 'EvaluationPeriods'),
    ...(DatapointsToAlarm !== undefined && { DatapointsToAlarm }),
    Threshold: presentMember(input.Threshold, 'Threshold'),
    ComparisonOperator: presentMember(input.ComparisonOperator, 'ComparisonOperator'),
    ...(TreatMissingData !== undefined && { TreatMissingData }),
  };
}

function presentMember<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw missing(member);
  return value;
}

function checkName({
  AlarmName,
  Statistic,
  ComparisonOperator,
  TreatMissingData,
}: AlarmDefinition) {
  if (!/^.{1,255}$/.test(AlarmName)) throw validation(`AlarmName ${AlarmName} is not valid.`);
  if (!statistics.includes(Statistic)) throw validation(`Statistic ${Statistic} is not valid.`);
  if (!(ComparisonOperator in comparisons)) {
    if (/Anomaly|UpperThreshold|LowerThreshold/i.test(ComparisonOperator)) {
      throw unsupported('alarms on anomalies');
    }
    throw validation(`ComparisonOperator ${ComparisonOperator} is not valid.`);
  }
  if (TreatMissingData !== undefined && !treatments.includes(TreatMissingData)) {
    throw validation(`TreatMissingData ${TreatMissingData} is not valid.`);
  }
}

function checkEvaluation({ Period, EvaluationPeriods, DatapointsToAlarm = 1 }: AlarmDefinition) {
  if ([10, 20, 30].includes(Period)) throw unsupported('alarms with periods below a minute');
  if (Period < 60 || Period % 60 !== 0) {
    throw validation('Period must be 10, 20, 30 or a multiple of 60.');
  }
  if (EvaluationPeriods < 1) throw validation('EvaluationPeriods must be at least 1.');
  if (DatapointsToAlarm < 1 || DatapointsToAlarm > EvaluationPeriods) {
    throw validation('DatapointsToAlarm must be 1 to EvaluationPeriods.');
  }
  const maxSeconds = Period >= 3_600 ? 7 * daySeconds : daySeconds;
  if (Period * EvaluationPeriods > maxSeconds) {
    const limit = maxSeconds === daySeconds ? 'a day' : 'a week';
    throw validation(
      `Metrics cannot be checked across more than ${limit} (EvaluationPeriods * Period must be <= ${maxSeconds}).`,
    );
  }
}

/** Topics only: an alarm that promises something else would be silent. */
function checkActions({ OKActions, AlarmActions, InsufficientDataActions }: AlarmDefinition): void {
  for (const list of [OKActions, AlarmActions, InsufficientDataActions]) {
    if (list.length > 5) throw validation('An alarm can have five actions for each state.');
    for (const arn of list) {
      if (!arn.startsWith('arn:')) throw validation(`Invalid arn syntax: ${arn}`);
      if (arn.split(':')[2] !== 'sns') throw unsupported(`the alarm action ${arn}`);
    }
  }
}
