/** Values that a service reports about itself, in `AWS/…`. */

import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { addValue, type Dimension, keyOf, metricsOf } from './state.ts';
import { watchAlarmsOf } from './watch-alarms.ts';

export interface ServiceMetric {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly unit: string;
  readonly value: number;
  readonly at: number;
}

export function recordMetric(
  world: World,
  account: SimulatedAccount,
  { region, namespace, name, dimensions, unit, value, at }: ServiceMetric,
): void {
  const metrics = metricsOf(world, account, region);
  const key = keyOf({ namespace, name, dimensions });
  const known = metrics.get(key);
  const metric = known ?? { namespace, name, dimensions, series: new Map(), lastAt: at };
  if (!known) metrics.set(key, metric);
  addValue(metric, unit, at, { count: 1, sum: value, min: value, max: value });
  watchAlarmsOf(world, account, { region, metricKey: key });
}
