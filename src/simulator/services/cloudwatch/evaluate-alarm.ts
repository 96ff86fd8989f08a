/**
 * The state of an alarm from the datapoints of its evaluation periods. AWS looks a little further back when datapoints
 * are missing; here the range is exactly the evaluation periods.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */

import type { AlarmDefinition, AlarmState, StateValue } from './alarm.ts';
import { comparisons } from './comparison.ts';

/** The newest first; undefined: missing. */
export type Datapoints = readonly (Datapoint | undefined)[];

interface Datapoint {
  /** Start of its period. */
  readonly at: number;
  readonly value: number;
}

/** Undefined: the state does not change. */
export function evaluate(
  definition: AlarmDefinition,
  current: StateValue,
  datapoints: Datapoints,
): Pick<AlarmState, 'value' | 'reason'> | undefined {
  const value = nextValue(definition, datapoints);
  if (value === undefined || value === current) return undefined;
  return { value, reason: reasonOf(definition, { from: current, to: value, datapoints }) };
}

function nextValue(definition: AlarmDefinition, datapoints: Datapoints): StateValue | undefined {
  const { TreatMissingData = 'missing', EvaluationPeriods: periods } = definition;
  const { DatapointsToAlarm: needed = periods } = definition;
  const present = datapoints.filter((one) => one !== undefined);
  const breaching = present.filter(({ value }) => isBreaching(definition, value)).length;
  const absent = datapoints.length - present.length;
  if (TreatMissingData === 'breaching') return breaching + absent >= needed ? 'ALARM' : 'OK';
  if (TreatMissingData === 'notBreaching') return breaching >= needed ? 'ALARM' : 'OK';
  if (present.length === 0) return TreatMissingData === 'ignore' ? undefined : 'INSUFFICIENT_DATA';
  if (breaching >= needed) return 'ALARM';
  if (present.length - breaching > periods - needed) return 'OK';
  if (TreatMissingData === 'ignore') return undefined;
  if (breaching < present.length) return 'OK';
  // Every known datapoint breaches: an alarm once the oldest one is as old as the alarm needs.
  const oldest = datapoints.findLastIndex((one) => one !== undefined);
  return oldest >= needed - 1 ? 'ALARM' : undefined;
}

function isBreaching({ ComparisonOperator, Threshold }: AlarmDefinition, value: number): boolean {
  return comparisons[ComparisonOperator]?.breaches(value, Threshold) ?? false;
}

interface Transition {
  readonly from: StateValue;
  readonly to: StateValue;
  readonly datapoints: Datapoints;
}

function reasonOf(definition: AlarmDefinition, { from, to, datapoints }: Transition): string {
  const present = datapoints.filter((one) => one !== undefined);
  const absent = datapoints.length - present.length;
  if (to === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(absent, 'datapoint')} ${absent === 1 ? 'was' : 'were'} unknown.`;
  }
  if (present.length === 0) return reasonWithoutData(to, absent);
  const { ComparisonOperator, Threshold, EvaluationPeriods } = definition;
  const { DatapointsToAlarm: needed = EvaluationPeriods } = definition;
  const shown = present.filter(({ value }) => isBreaching(definition, value) === (to === 'ALARM'));
  const minimum = to === 'ALARM' ? needed : EvaluationPeriods - needed + 1;
  const values = shown.map(({ at, value }) => `${decimal(value)} (${shortDate(at)})`).join(', ');
  const verb = `${shown.length === 1 ? 'was' : 'were'}${to === 'ALARM' ? '' : ' not'}`;
  const words = comparisons[ComparisonOperator]?.words;
  return `Threshold Crossed: ${shown.length} out of the last ${datapoints.length} datapoints [${values}] ${verb} ${words} the threshold (${decimal(Threshold)}) (minimum ${counted(minimum, 'datapoint')} for ${from} -> ${to} transition).`;
}

function reasonWithoutData(to: StateValue, absent: number): string {
  const treatment = to === 'ALARM' ? 'Breaching' : 'NonBreaching';
  const verb = absent === 1 ? 'was' : 'were';
  return `Threshold Crossed: no datapoints were received for ${counted(absent, 'period')} and ${counted(absent, 'missing datapoint')} ${verb} treated as [${treatment}].`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `4000.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `06/02/20 03:09:00`: the day first. */
function shortDate(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(2, 19).split('T');
  return `${date.split('-').toReversed().join('/')} ${time}`;
}
