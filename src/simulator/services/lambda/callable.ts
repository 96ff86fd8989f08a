/**
 * Functions by ARN, whatever runs them: a deployed bundle in its own process, or a function of the host. Other services
 * invoke them through here: asynchronously, with Lambda's queue, retries and failure destinations.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */

import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { admitsService, type ServicePrincipal } from '../sqs/send.ts';

/** One attempt to process an event. */
export interface Attempt {
  readonly functionArn: string;
  /** The same for all attempts of one event. */
  readonly requestId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** An event that was given up, or that succeeded. */
export interface ProcessedEvent {
  readonly event: unknown;
  readonly attempt: Attempt;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded' | 'Success';
  /** Undefined: the event expired before it was processed. */
  readonly error?: unknown;
  readonly response?: unknown;
}

export interface CallableFunction {
  readonly arn: string;
  /** Rejects when the function fails, or with a `Throttled` when it may not run now. */
  readonly invoke: (event: unknown, attempt: Attempt) => Promise<unknown>;
  /** Which services may invoke it. Undefined: all. */
  readonly policy?: () => string | undefined;
  readonly maxRetries: () => number;
  readonly maxAgeMs: () => number;
  readonly onFailure: (failed: ProcessedEvent) => void;
  readonly onSuccess?: (succeeded: ProcessedEvent) => void;
}

/** The function has no free concurrency: the event waits, and the attempt does not count. */
export class Throttled extends Error {
  override readonly name = 'TooManyRequestsException';
}

const functionsOf = perWorld(() => new Map<string, CallableFunction>());

export function registerFunction(world: World, callable: CallableFunction): void {
  functionsOf(world).set(callable.arn, callable);
}

export function unregisterFunction(world: World, arn: string): void {
  functionsOf(world).delete(arn);
}

/** Also by the ARN of its version `$LATEST`. */
export function findFunction(world: World, arn: string): CallableFunction | undefined {
  return functionsOf(world).get(arn.replace(/:\$LATEST$/, ''));
}

/** False when the function does not exist, or does not permit the service to invoke it. */
export function invokeFunction(
  world: World,
  arn: string,
  { event, by }: { readonly event: unknown; readonly by: ServicePrincipal },
): boolean {
  const called = findFunction(world, arn);
  if (!called || !permits(world, called, by)) return false;
  queueEvent(world, called, event);
  return true;
}

function permits(world: World, { arn, policy }: CallableFunction, by: ServicePrincipal): boolean {
  if (!policy) return true;
  const text = policy();
  return (
    text !== undefined && admitsService(world, text, { by, action: 'lambda:InvokeFunction', arn })
  );
}

/** Returns the id of the request. */
export function queueEvent(world: World, called: CallableFunction, event: unknown): string {
  const requestId = uuid(world.random);
  const queued = { event, requestId, attempt: 1, throttles: 0, since: world.clock.now() };
  void world.pendingTasks.track(process(world, called, queued));
  return requestId;
}

interface QueuedEvent {
  readonly event: unknown;
  readonly requestId: string;
  readonly attempt: number;
  readonly throttles: number;
  readonly since: number;
}

/** Lambda's waits between the attempts. */
const retryDelaysMs = [60_000, 120_000];

async function process(world: World, called: CallableFunction, queued: QueuedEvent): Promise<void> {
  const { event, requestId } = queued;
  const attempt = { functionArn: called.arn, requestId, attempt: queued.attempt };
  try {
    const response = await called.invoke(event, attempt);
    called.onSuccess?.({ event, attempt, condition: 'Success', response });
  } catch (error) {
    if (error instanceof Throttled) wait(world, called, queued);
    else retry(world, called, { queued, attempt, error });
  }
}

interface FailedAttempt {
  readonly queued: QueuedEvent;
  readonly attempt: Attempt;
  readonly error: unknown;
}

function retry(world: World, called: CallableFunction, { queued, attempt, error }: FailedAttempt) {
  const delayMs = retryDelaysMs[queued.attempt - 1];
  const { event } = queued;
  if (delayMs === undefined || queued.attempt > called.maxRetries()) {
    called.onFailure({ event, attempt, condition: 'RetriesExhausted', error });
  } else if (isTooOld(world, called, queued, delayMs)) {
    called.onFailure({ event, attempt, condition: 'EventAgeExceeded', error });
  } else processLater(world, called, { ...queued, attempt: queued.attempt + 1 }, delayMs);
}

const maxWaitMs = 300_000;

/** A second at first, five minutes at last. */
function wait(world: World, called: CallableFunction, queued: QueuedEvent): void {
  const delayMs = Math.min(maxWaitMs, 1_000 * 2 ** queued.throttles);
  if (!isTooOld(world, called, queued, delayMs)) {
    processLater(world, called, { ...queued, throttles: queued.throttles + 1 }, delayMs);
    return;
  }
  const { event, requestId, attempt } = queued;
  const last = { functionArn: called.arn, requestId, attempt };
  called.onFailure({ event, attempt: last, condition: 'EventAgeExceeded' });
}

function isTooOld(world: World, called: CallableFunction, { since }: QueuedEvent, delayMs: number) {
  return world.clock.now() + delayMs - since > called.maxAgeMs();
}

function processLater(
  world: World,
  called: CallableFunction,
  queued: QueuedEvent,
  delayMs: number,
): void {
  world.timeline.schedule(world.clock.now() + delayMs, 'an asynchronous invocation', () => {
    void world.pendingTasks.track(process(world, called, queued));
  });
}
