/** Statistics of metrics, period by period. */

import { invalidValue } from './errors.ts';
import { type Aggregate, addTo, between, type Metric } from './state.ts';

export interface StatisticsQuery {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodMs: number;
  /** Undefined: all units together. */
  readonly unit: string | undefined;
}

export interface StatisticsPoint {
  readonly at: number;
  readonly unit: string;
  readonly value: Aggregate;
}

/** Oldest first; periods without a value are left out. Values of different units stay separate. */
export function pointsOf(
  metric: Metric | undefined,
  query: StatisticsQuery,
): readonly StatisticsPoint[] {
  const units = [...(metric?.series ?? [])].filter(
    ([unit]) => query.unit === undefined || query.unit === unit,
  );
  const points = units.flatMap(([unit, series]) => {
    const periods = new Map<number, Aggregate>();
    const first = floor(query.startMs, query.periodMs);
    for (const [at, value] of between(series, first, query.endMs)) {
      const start = floor(at, query.periodMs);
      const known = periods.get(start);
      if (known) addTo(known, value);
      else periods.set(start, { ...value });
    }
    return [...periods].map(([at, value]) => ({ at, unit, value }));
  });
  return points.sort((a, b) => a.at - b.at);
}

function floor(at: number, periodMs: number): number {
  return Math.floor(at / periodMs) * periodMs;
}

export function statisticOf({ count, sum, min, max }: Aggregate, name: string): number {
  const values: Readonly<Record<string, number>> = {
    SampleCount: count,
    Sum: sum,
    Average: sum / count,
    Minimum: min,
    Maximum: max,
  };
  const value = values[name];
  if (value !== undefined) return value;
  throw invalidValue(`The simulator knows no statistic ${name}.`);
}

export function checkPeriod(seconds: number): number {
  if (seconds >= 60 && seconds % 60 === 0) return seconds * 1_000;
  // Data are kept per minute; a shorter period is treated as a minute.
  if ([1, 5, 10, 20, 30].includes(seconds)) return 60_000;
  throw invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}

export function checkRange(start: Date, end: Date): void {
  if (start < end) return;
  throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
}
