/** Invokes a function with the messages of a queue, which are received with the permissions of the function's role. */

import { authorize } from '../../authorize.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { compilePattern } from '../events/pattern.ts';
import { addConsumer, type QueueConsumer, removeConsumer } from '../sqs/consumers.ts';
import { queueByArn } from '../sqs/state.ts';
import { invalidValue } from './errors.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import { executionRole, roleContext } from './execution-role.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { invokeForResult } from './register-deployed.ts';
import { deployedByArn } from './state.ts';

const neededActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

export function checkQueueAccess(world: World, called: LambdaFunction, queueArn: string): void {
  const queue = queueByArn(world, queueArn);
  if (!queue) {
    throw invalidValue(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    );
  }
  const missing = neededActions.find((action) => !mayCall(world, called, action, queueArn));
  if (missing !== undefined) {
    throw invalidValue(
      `The provided execution role does not have permissions to call ${missing} on SQS`,
    );
  }
  const visibility = Number(queue.attributes.get('VisibilityTimeout'));
  const { timeoutSeconds } = called.settings;
  if (visibility < timeoutSeconds) {
    throw invalidValue(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
  }
}

function mayCall(world: World, called: LambdaFunction, action: string, queueArn: string): boolean {
  const role = executionRole(world, called, called.settings.roleArn);
  if (!role) return false;
  const text = queueByArn(world, queueArn)?.attributes.get('Policy');
  const owner = queueArn.split(':')[4] ?? '';
  return authorize(roleContext(world, called, role), {
    action: `sqs:${action}`,
    resource: queueArn,
    owner,
    ...(text !== undefined && { resourcePolicy: { text, kind: 'resource' as const } }),
  }).allowed;
}

/** Returns the function that ends it. */
export function followQueue(world: World, mapping: EventSourceMapping): () => void {
  const { id, sourceArn: queueArn, functionArn, settings } = mapping;
  const patterns = settings.filters.map(compilePattern);
  const consumer: QueueConsumer = {
    id,
    queueArn,
    batchSize: settings.batchSize,
    windowMs: settings.windowSeconds * 1_000,
    reportsFailures: settings.reportsFailures,
    ...(settings.maxConcurrency !== undefined && { maxConcurrency: settings.maxConcurrency }),
    matches: (record) =>
      patterns.length === 0 || patterns.some((matches) => matches(withParsedBody(record))),
    mayReceive: () => {
      const called = deployedByArn(world, functionArn);
      return called !== undefined && mayCall(world, called, 'ReceiveMessage', queueArn);
    },
    invoke: async (event) => {
      const called = deployedByArn(world, functionArn);
      if (!called) throw new Error(`${functionArn} does not exist.`);
      return await invokeForResult(world, called, { event, requestId: uuid(world.random) });
    },
  };
  addConsumer(world, consumer);
  return () => removeConsumer(world, consumer);
}

/** Patterns look into a body that is JSON. */
function withParsedBody(record: object): object {
  const { body } = record as { readonly body?: unknown };
  try {
    return { ...record, body: JSON.parse(String(body)) as unknown };
  } catch {
    return record;
  }
}
