/** Functions of the host, outside the simulator, that rules, topics and queues invoke as they invoke deployed ones. */

import type { World } from '../../world/world.ts';
import { type Attempt, registerFunction } from '../lambda/callable.ts';
import { failureRecord } from '../lambda/invocation-record.ts';
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
export interface FunctionContext extends Attempt {}

const sixHoursMs = 21_600_000;

export function addFunction(world: World, options: NewFunction): { readonly arn: string } {
  const { accountId, region, name, onFailureQueueArn, queue } = options;
  const arn = `arn:${world.partition.name}:lambda:${region}:${accountId}:function:${name}`;
  registerFunction(world, {
    arn,
    invoke: options.handle,
    maxRetries: () => options.retryAttempts ?? 2,
    maxAgeMs: () => sixHoursMs,
    onFailure: (failed) => {
      if (onFailureQueueArn === undefined) return;
      const body = JSON.stringify(failureRecord(failed, world.clock.now()));
      sendToQueue(world, onFailureQueueArn, { body, attributes: {} });
    },
  });
  if (queue) {
    addConsumer(world, {
      id: arn,
      queueArn: queue.arn,
      batchSize: queue.batchSize,
      reportsFailures: true,
      invoke: (event) =>
        options.handle(event, { functionArn: arn, requestId: uuid(world.random), attempt: 1 }),
    });
  }
  return { arn };
}
