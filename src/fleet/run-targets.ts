/** Runs an operation in every planned target and streams the outcomes. */

import { credentialsError } from '../aws/caller.ts';
import { classify } from '../aws/failures.ts';
import type { Fleet } from '../aws/open-fleet.ts';
import { openSession, type Session } from '../aws/session.ts';
import type { Outcome, Phase } from '../model/outcome.ts';
import { stopWhenSpent } from './failure-budget.ts';
import { type FanOutProgress, fanOut } from './fan-out.ts';
import type { LookAhead } from './look-ahead.ts';
import { OperationFailed } from './operation-failed.ts';
import type { RunSettings } from './run-options.ts';
import type { SettledItem } from './settled-item.ts';
import type { PlannedTarget } from './targets.ts';

/**
 * The function that runs in each target, once. What it returns is the target's value; what it throws is the target's
 * failure. It should pass `session.signal` on as `abortSignal`, so that a stopped run ends at once.
 */
export type TargetOperation<T> = (session: Session) => Promise<T> | T;

export interface RunTargetsOptions {
  readonly settings: Pick<
    RunSettings,
    'concurrency' | 'timeoutMs' | 'failureBudget' | 'failFast' | 'order' | 'regions'
  >;
  readonly signal?: AbortSignal | undefined;
}

export async function* runTargets<T>(
  fleet: Fleet,
  planned: readonly PlannedTarget[] | AsyncIterable<PlannedTarget>,
  operation: TargetOperation<T>,
  { settings, signal }: RunTargetsOptions,
): AsyncGenerator<Outcome<T>, void, undefined> {
  const phases = new WeakMap<PlannedTarget, Phase>();
  const stopBudget = stopCondition(settings, planned);
  /** Why AWS accepts the caller's own credentials no longer: no other target could start. */
  let signedOut: string | undefined;

  const run = async (item: PlannedTarget, stop: AbortSignal): Promise<T | undefined> => {
    if (item.plan === 'skip') return undefined;
    const session = await start(item, stop).catch((error) => {
      signedOut ??= credentialsError(error)?.message;
      throw error;
    });
    phases.set(item, 'operation');
    return await operation(session);
  };

  const start = async (item: Startable, signal: AbortSignal): Promise<Session> => {
    if (item.plan === 'unread') throw item.cause;
    const { target, role } = item;
    await unlessAborted(role.credentials(), signal);
    return openSession({ fleet, target, role, signal });
  };

  const settled = fanOut<PlannedTarget, T | undefined>(planned, run, {
    concurrency: settings.concurrency,
    timeoutMs: settings.timeoutMs,
    order: settings.order,
    signal,
    stopWhen: (progress) => signedOut ?? stopBudget?.(progress),
    clock: fleet.clock,
    ahead: earlyCredentials(settings),
  });
  for await (const one of settled)
    yield toOutcome(one, phases.get(one.item) ?? firstPhase(one.item));
}

type Startable = Exclude<PlannedTarget, { plan: 'skip' }>;

/**
 * With several regions, all targets of an account wait for one AssumeRole. It is sent while targets of the account
 * before it still run, so that no slot waits.
 */
function earlyCredentials({
  concurrency,
  regions,
}: RunTargetsOptions['settings']): LookAhead<PlannedTarget> | undefined {
  if (!Array.isArray(regions) || regions.length < 2) return undefined;
  const prepare = (item: PlannedTarget) => {
    if (item.plan === 'run') item.role.credentials().catch(() => {}); // Thrown by the target.
  };
  return { items: concurrency, prepare };
}

function firstPhase(item: PlannedTarget): Phase {
  return item.plan === 'unread' ? item.phase : 'assume-role';
}

/** A percentage of the failure budget refers to targets that run; skipped accounts do not count. */
function stopCondition(
  { failureBudget, failFast }: RunTargetsOptions['settings'],
  planned: readonly PlannedTarget[] | AsyncIterable<PlannedTarget>,
): ((progress: FanOutProgress) => string | undefined) | undefined {
  const stopWhen = stopWhenSpent(failFast ? 0 : failureBudget);
  if (!stopWhen || !('length' in planned)) return stopWhen;
  const total = planned.filter(({ plan }) => plan !== 'skip').length;
  return (progress) => stopWhen({ ...progress, total });
}

function toOutcome<T>(
  settled: SettledItem<PlannedTarget, T | undefined>,
  phase: Phase,
): Outcome<T> {
  const { item } = settled;
  if (item.plan === 'skip') return item.skipped;
  const { target } = item;
  const role = item.role.assumed;
  if (settled.status === 'not-started') {
    return { status: 'skipped', target, reason: 'not-started', detail: settled.reason };
  }
  const { durationMs } = settled;
  if (settled.status === 'done')
    return { status: 'done', target, role, value: settled.value as T, durationMs };
  const cause = withoutResponse(settled.error);
  const shown = cause instanceof OperationFailed && { value: cause.value };
  const failure = classify(cause);
  return { status: 'failed', target, role, phase, failure, ...shown, cause, durationMs };
}

/**
 * The SDK attaches the whole HTTP response, socket included, to its errors: ten thousand failures would keep them all.
 * So the caller gets a copy without it, of the same class.
 */
function withoutResponse(error: unknown): unknown {
  if (!(error instanceof Error) || !('$response' in error)) return error;
  const { $response, ...own } = Object.getOwnPropertyDescriptors(error) as PropertyDescriptorMap;
  return Object.create(Object.getPrototypeOf(error), own);
}

/** Regions of one account share an AssumeRole: one that exceeds its deadline stops waiting, the others continue. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
