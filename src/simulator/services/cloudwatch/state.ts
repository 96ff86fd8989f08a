/** Metrics of one account and region: not each value, but the aggregate of each minute. */

import { perRegion } from '../../world/service-state.ts';

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Aggregate of all values in a period. */
export interface Aggregate {
  count: number;
  sum: number;
  min: number;
  max: number;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** Unit → its values: each unit is a series of its own. */
  readonly series: Map<string, Series>;
  /** Time of the newest value. */
  lastAt: number;
}

export interface Series {
  /** Minute since 1970 → its aggregate. */
  readonly minutes: Map<number, Aggregate>;
  /** Older aggregates, hour by hour. */
  readonly hours: Map<number, Aggregate>;
}

export type Metrics = Map<string, Metric>;

export const metricsOf = perRegion((): Metrics => new Map());

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** Dimensions have no order. */
export function keyOf({ namespace, name, dimensions }: MetricName): string {
  const texts = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return [namespace, name, ...texts].join('\u0000');
}

const minuteMs = 60_000;
const minutesPerHour = 60;
/** Two days: then the older minutes are merged into hours, as AWS merges minutes into five and then sixty. */
const maxMinutes = 2_880;
/** AWS deletes data after 455 days. */
const maxHours = 455 * 24;

export function addValue(metric: Metric, unit: string, at: number, value: Aggregate): void {
  const known = metric.series.get(unit);
  const series = known ?? { minutes: new Map(), hours: new Map() };
  if (!known) metric.series.set(unit, series);
  merge(series.minutes, Math.floor(at / minuteMs), value);
  metric.lastAt = Math.max(metric.lastAt, at);
  if (series.minutes.size > maxMinutes) condense(series);
}

function merge(buckets: Map<number, Aggregate>, at: number, value: Aggregate): void {
  const bucket = buckets.get(at);
  if (bucket) addTo(bucket, value);
  else buckets.set(at, { ...value });
}

export function addTo(sum: Aggregate, value: Aggregate): void {
  sum.count += value.count;
  sum.sum += value.sum;
  sum.min = Math.min(sum.min, value.min);
  sum.max = Math.max(sum.max, value.max);
}

/** Merges the older half into hours. */
function condense({ minutes, hours }: Series): void {
  const oldest = [...minutes.keys()].sort((a, b) => a - b).slice(0, maxMinutes / 2);
  for (const minute of oldest) {
    const value = minutes.get(minute);
    if (value) merge(hours, Math.floor(minute / minutesPerHour), value);
    minutes.delete(minute);
  }
  if (hours.size <= maxHours) return;
  const first = [...hours.keys()].sort((a, b) => a - b).slice(0, hours.size - maxHours);
  for (const hour of first) hours.delete(hour);
}

/** Aggregates between two times, with the start time of each. */
export function between(
  { minutes, hours }: Series,
  startMs: number,
  endMs: number,
): readonly (readonly [number, Aggregate])[] {
  const of = (buckets: Map<number, Aggregate>, ms: number) =>
    [...buckets].map(([at, value]) => [at * ms, value] as const);
  const all = [...of(hours, minutesPerHour * minuteMs), ...of(minutes, minuteMs)];
  return all.filter(([at]) => at >= startMs && at < endMs);
}
