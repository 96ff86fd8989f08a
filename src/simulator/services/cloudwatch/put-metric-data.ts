/** PutMetricData: values, sets of values, or precomputed statistics. */

import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import { invalidCombination, invalidValue, missing } from './errors.ts';
import { type Aggregate, addTo, addValue, type Dimension, keyOf, metricsOf } from './state.ts';
import { watchAlarmsOf } from './watch-alarms.ts';

interface Datum {
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Timestamp?: Date;
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
  readonly StatisticValues?: {
    readonly SampleCount: number;
    readonly Sum: number;
    readonly Minimum: number;
    readonly Maximum: number;
  };
  readonly Unit?: string;
  readonly StorageResolution?: number;
}

export interface PutMetricDataInput {
  readonly Namespace: string;
  readonly MetricData?: readonly Datum[];
  readonly EntityMetricData?: readonly { readonly MetricData?: readonly Datum[] }[];
}

const maxData = 1_000;
const maxDimensions = 30;

export function putMetricData(input: PutMetricDataInput, context: CallContext): object {
  const { Namespace, MetricData = [], EntityMetricData = [] } = input;
  checkNamespace(Namespace);
  const data = [...MetricData, ...EntityMetricData.flatMap((one) => one.MetricData ?? [])];
  if (data.length === 0) throw missing('MetricData');
  if (data.length > maxData) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${maxData}.`);
  }
  // All data are checked before the first is stored: a refused call stores nothing.
  const read = data.map((datum, index) => readDatum(datum, index, context.now));
  const { world, region } = context;
  const account = callerAccount(context);
  const metrics = metricsOf(world, account, region);
  const keys = new Set<string>();
  for (const { datum, at, value, unit } of read) {
    const { MetricName: name, Dimensions: dimensions = [] } = datum;
    const key = keyOf({ namespace: Namespace, name, dimensions });
    const known = metrics.get(key);
    const metric = known ?? {
      namespace: Namespace,
      name,
      dimensions,
      series: new Map(),
      lastAt: at,
    };
    if (!known) metrics.set(key, metric);
    addValue(metric, unit, at, value);
    keys.add(key);
  }
  for (const metricKey of keys) watchAlarmsOf(world, account, { region, metricKey });
  return {};
}

function checkNamespace(namespace: string): void {
  if (!/^[^:].{0,254}$/.test(namespace)) {
    throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
  }
  if (namespace.startsWith('AWS/')) {
    throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
  }
}

const hourMs = 3_600_000;
const oldestMs = 14 * 24 * hourMs;
const newestMs = 2 * hourMs;

function readDatum(datum: Datum, index: number, now: number) {
  const place = `MetricData.member.${index + 1}`;
  const { Dimensions = [], Unit = 'None', Timestamp, StorageResolution = 60 } = datum;
  if (!/^.{1,255}$/.test(datum.MetricName)) throw missing(`${place}.MetricName`);
  if (Dimensions.length > maxDimensions) {
    throw invalidValue(`${place}.Dimensions must not have more than ${maxDimensions} items.`);
  }
  if (Dimensions.some(({ Name, Value }) => !Name || !Value)) {
    throw invalidValue(`${place}.Dimensions must have names and values.`);
  }
  if (!units.has(Unit))
    throw invalidValue(`The value ${Unit} for parameter ${place}.Unit is invalid.`);
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalidValue(
      `The value ${StorageResolution} for parameter ${place}.StorageResolution is invalid.`,
    );
  }
  const at = Timestamp?.getTime() ?? now;
  if (at < now - oldestMs || at > now + newestMs) {
    throw invalidValue(
      `The parameter ${place}.Timestamp must specify a time no more than two weeks in the past or two hours in the future.`,
    );
  }
  return { datum, at, unit: Unit, value: aggregateOf(datum, place) };
}

function aggregateOf({ Value, Values, Counts, StatisticValues }: Datum, place: string): Aggregate {
  const forms = [Value, Values, StatisticValues].filter((way) => way !== undefined).length;
  if (forms === 0) throw missing(`${place}.Value`);
  if (forms > 1) {
    throw invalidCombination(
      `The parameters ${place}.Value, ${place}.Values and ${place}.StatisticValues are mutually exclusive.`,
    );
  }
  if (Value !== undefined) return ofValue(checked(Value, place), 1);
  if (StatisticValues) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
    for (const number of [SampleCount, Sum, Minimum, Maximum]) checked(number, place);
    return { count: SampleCount, sum: Sum, min: Minimum, max: Maximum };
  }
  return ofValues(Values ?? [], Counts, place);
}

const maxValues = 150;

function ofValues(values: readonly number[], counts: Datum['Counts'], place: string): Aggregate {
  const [first] = values;
  if (first === undefined || values.length > maxValues) {
    throw invalidValue(`${place}.Values must have 1 to ${maxValues} items.`);
  }
  if (counts && counts.length !== values.length) {
    throw invalidValue(`${place}.Values and ${place}.Counts must have the same size.`);
  }
  const sum = ofValue(checked(first, place), counts?.[0] ?? 1);
  values.slice(1).forEach((value, index) => {
    addTo(sum, ofValue(checked(value, place), counts?.[index + 1] ?? 1));
  });
  return sum;
}

function ofValue(value: number, count: number): Aggregate {
  return { count, sum: value * count, min: value, max: value };
}

/** Refuses NaN, the infinities and values beyond 2^360. */
function checked(value: number, place: string): number {
  if (Math.abs(value) <= 2 ** 360) return value;
  throw invalidValue(`The value ${value} for parameter ${place}.Value is invalid.`);
}

const sizes = ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'];
const bits = ['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'];
const units: ReadonlySet<string> = new Set([
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Percent',
  'Count',
  'Count/Second',
  'None',
  ...[...sizes, ...bits].flatMap((unit) => [unit, `${unit}/Second`]),
]);
