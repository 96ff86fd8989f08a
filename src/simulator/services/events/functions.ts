/**
 * Functions outside the simulator, invoked as Lambda invokes them for an event: asynchronously, with retries after
 * one and two minutes. Then the event is sent to the failure destination.
 */

import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { addConsumer } from '../sqs/consumers.ts';
import { sendToQueue } from '../sqs/send.ts';
import { uuid } from './event.ts';

/** A function to add, invoked when a rule names its ARN as a target. */
export interface NewFunction {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  /** Receives the event as Lambda would. A rejection counts as a failure, and is retried. */
  readonly handle: (event: unknown, context: FunctionContext) => Promise<unknown>;
  /** Default: two, as in Lambda. */
  readonly retryAttempts?: number;
  /** Destination on failure: receives events whose retries failed, in Lambda's record format. */
  readonly onFailureQueueArn?: string;
  /** A queue that invokes the function with its messages; rules can name it as well. */
  readonly queue?: { readonly arn: string; readonly batchSize: number };
}

/** The second argument of a function. */
export interface FunctionContext {
  readonly functionArn: string;
  /** The same for all attempts of one event. */
  readonly requestId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

interface SimulatedFunction extends NewFunction {
  readonly arn: string;
}

const functionsOf = perWorld(() => new Map<string, SimulatedFunction>());

/** Lambda's waits between the attempts. */
const retryDelaysMs = [60_000, 120_000];

export function addFunction(world: World, options: NewFunction): { readonly arn: string } {
  const { accountId, region, name } = options;
  const arn = `arn:${world.partition.name}:lambda:${region}:${accountId}:function:${name}`;
  functionsOf(world).set(arn, { ...options, arn });
  const { queue } = options;
  if (queue) {
    const invoke = (event: object) =>
      options.handle(event, { functionArn: arn, requestId: uuid(world.random), attempt: 1 });
    addConsumer(world, { queueArn: queue.arn, batchSize: queue.batchSize, invoke });
  }
  return { arn };
}

/** False when the function does not exist. */
export function invokeFunction(world: World, arn: string, event: unknown): boolean {
  const called = functionsOf(world).get(arn);
  if (!called) return false;
  const context = { functionArn: arn, requestId: uuid(world.random), attempt: 1 };
  void world.pendingTasks.track(attempt(world, called, event, context));
  return true;
}

async function attempt(
  world: World,
  called: SimulatedFunction,
  event: unknown,
  context: FunctionContext,
): Promise<void> {
  try {
    await called.handle(event, context);
  } catch (error) {
    const delayMs = retryDelaysMs[context.attempt - 1];
    const mayRetry = context.attempt <= (called.retryAttempts ?? 2) && delayMs !== undefined;
    if (!mayRetry) return sendToFailureDestination(world, called, { event, error, context });
    const again = { ...context, attempt: context.attempt + 1 };
    world.timeline.schedule(world.clock.now() + delayMs, () => {
      void world.pendingTasks.track(attempt(world, called, event, again));
    });
  }
}

interface FailedDelivery {
  readonly event: unknown;
  readonly error: unknown;
  readonly context: FunctionContext;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function sendToFailureDestination(
  world: World,
  called: SimulatedFunction,
  { event, error, context }: FailedDelivery,
): void {
  if (called.onFailureQueueArn === undefined) return;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const record = {
    version: '1.0',
    timestamp: new Date(world.clock.now()).toISOString(),
    requestContext: {
      requestId: context.requestId,
      functionArn: `${called.arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: context.attempt,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: name, errorMessage: message },
  };
  sendToQueue(world, called.onFailureQueueArn, { body: JSON.stringify(record), attributes: {} });
}
