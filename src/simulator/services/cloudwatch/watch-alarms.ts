/**
 * Evaluates alarms at the end of their periods, while there is something to evaluate: values in the evaluation periods,
 * or a state that the absence of values changes. A silent metric costs nothing.
 */

import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import type { Alarm } from './alarm.ts';
import { alarmsOf } from './alarms.ts';
import { changeAlarmState } from './change-alarm-state.ts';
import { type Datapoints, evaluate } from './evaluate-alarm.ts';
import { keyOf, metricsOf } from './state.ts';
import { pointsOf, statisticOf } from './statistics.ts';
import { timestamp } from './timestamp.ts';

/** Called when values arrive for a metric, and for a new alarm or state. */
export function watchAlarm(world: World, account: SimulatedAccount, alarm: Alarm): void {
  if (alarm.isWatched) return;
  alarm.isWatched = true;
  scheduleEvaluation(world, account, alarm, world.clock.now());
}

export function watchAlarmsOf(
  world: World,
  account: SimulatedAccount,
  { region, metricKey }: { readonly region: string; readonly metricKey: string },
): void {
  for (const alarm of alarmsOf(world, account, region).values()) {
    if (metricKeyOf(alarm) === metricKey) watchAlarm(world, account, alarm);
  }
}

function scheduleEvaluation(
  world: World,
  account: SimulatedAccount,
  alarm: Alarm,
  now: number,
): void {
  const periodMs = alarm.definition.Period * 1_000;
  const end = (Math.floor(now / periodMs) + 1) * periodMs;
  world.timeline.schedule(end, 'the evaluation of an alarm', (at) => {
    const { AlarmName } = alarm.definition;
    if (alarmsOf(world, account, alarm.region).get(AlarmName) !== alarm) return;
    const isSilent = evaluateNow(world, account, alarm, at);
    alarm.isWatched = !isSilent;
    if (!isSilent) scheduleEvaluation(world, account, alarm, at);
  });
}

/** Reports whether the alarm has no values to look at, so that its state is that of silence. */
function evaluateNow(world: World, account: SimulatedAccount, alarm: Alarm, at: number): boolean {
  const datapoints = datapointsOf(world, account, alarm, at);
  const next = evaluate(alarm.definition, alarm.state.value, datapoints);
  if (next) {
    const data = reasonData(alarm, datapoints, at);
    changeAlarmState(world, alarm, { ...next, data, at });
  }
  // A value may be dated up to two hours ahead.
  const lastAt = metricsOf(world, account, alarm.region).get(metricKeyOf(alarm))?.lastAt ?? 0;
  return lastAt < at && datapoints.every((one) => one === undefined);
}

function datapointsOf(
  world: World,
  account: SimulatedAccount,
  alarm: Alarm,
  at: number,
): Datapoints {
  const { Period, EvaluationPeriods, Statistic, Unit } = alarm.definition;
  const periodMs = Period * 1_000;
  const end = Math.floor(at / periodMs) * periodMs;
  const metric = metricsOf(world, account, alarm.region).get(metricKeyOf(alarm));
  const startMs = end - EvaluationPeriods * periodMs;
  const points = pointsOf(metric, { startMs, endMs: end, periodMs, unit: Unit });
  return Array.from({ length: EvaluationPeriods }, (_, index) => {
    const start = end - (index + 1) * periodMs;
    const point = points.find((one) => one.at === start);
    return point && { at: start, value: statisticOf(point.value, Statistic) };
  });
}

function reasonData({ definition }: Alarm, datapoints: Datapoints, at: number): string {
  const present = datapoints.filter((one) => one !== undefined);
  const oldest = present.at(-1);
  return JSON.stringify({
    version: '1.0',
    queryDate: timestamp(at),
    ...(oldest && { startDate: timestamp(oldest.at) }),
    statistic: definition.Statistic,
    period: definition.Period,
    recentDatapoints: present.map(({ value }) => value).toReversed(),
    threshold: definition.Threshold,
  });
}

function metricKeyOf({ definition }: Alarm): string {
  const { Namespace, MetricName, Dimensions } = definition;
  return keyOf({ namespace: Namespace, name: MetricName, dimensions: Dimensions });
}
