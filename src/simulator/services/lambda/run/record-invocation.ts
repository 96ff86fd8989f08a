/**
 * Lambda's metrics, of each function and of all together.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */

import type { World } from '../../../world/world.ts';
import { recordMetric } from '../../cloudwatch/record-metric.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { ProcessOutcome } from './execution-environment.ts';
import { lambdaHost } from './lambda-host.ts';

export interface RecordedInvocation {
  readonly startsAt: number;
  readonly outcome: ProcessOutcome;
  readonly isError: boolean;
}

export function recordInvocation(
  world: World,
  called: LambdaFunction,
  { startsAt, outcome, isError }: RecordedInvocation,
): void {
  const record = (name: string, value: number, unit = 'Count') =>
    recordValue(world, called, { name, value, unit, at: startsAt });
  record('Invocations', 1);
  record('Errors', isError ? 1 : 0);
  record('Throttles', 0);
  record('Duration', outcome.durationMs, 'Milliseconds');
  record('ConcurrentExecutions', lambdaHost(world).running.get(called.arn) ?? 1);
}

export function recordThrottle(world: World, called: LambdaFunction): void {
  recordCount(world, called, 'Throttles');
}

export function recordCount(world: World, called: LambdaFunction, name: string): void {
  recordValue(world, called, { name, value: 1, unit: 'Count', at: world.clock.now() });
}

interface LambdaMetric {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly at: number;
}

function recordValue(world: World, called: LambdaFunction, metric: LambdaMetric): void {
  const account = world.accounts.get(called.accountId);
  if (!account) return;
  const common = { ...metric, region: called.region, namespace: 'AWS/Lambda' };
  const ofFunction = [{ Name: 'FunctionName', Value: called.name }];
  for (const dimensions of [ofFunction, []]) {
    recordMetric(world, account, { ...common, dimensions });
  }
}
