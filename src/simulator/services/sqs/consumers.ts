/**
 * Functions that a queue invokes, as an event source mapping of Lambda does: in batches, with the messages that failed
 * delivered again when they are visible. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */

import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { systemAttributes } from './message-attributes.ts';
import { receive, remove } from './receive.ts';
import { current, type Message, type Queue, queueByArn } from './state.ts';

export interface QueueConsumer {
  /** Of the consumer: the function, or the event source mapping. */
  readonly id: string;
  readonly queueArn: string;
  /** Messages of one invocation, at most. */
  readonly batchSize: number;
  /** Time that messages wait until a batch is full. Default: none. */
  readonly windowMs?: number;
  /** Batches in progress at once. Default: ten. */
  readonly maxConcurrency?: number;
  /** Whether the response names the messages that failed; otherwise a batch succeeds or fails as a whole. */
  readonly reportsFailures: boolean;
  /** Messages that do not match are deleted. Default: all match. */
  readonly matches?: (record: object) => boolean;
  /** Whether the messages may be received. Default: yes. */
  readonly mayReceive?: () => boolean;
  /** Receives Lambda's event, and returns its partial batch response. A rejection fails the whole batch. */
  readonly invoke: (event: object) => Promise<unknown>;
}

interface RunningConsumer extends QueueConsumer {
  running: number;
  /** Whether it tries again to receive what it may not receive now. */
  isRefused: boolean;
}

/** Lambda continues to poll when its role was denied; how often is not documented. */
const refusedPauseMs = 60_000;

/** Lambda starts with a few pollers; more does not help a simulation on one processor. */
const defaultConcurrency = 10;

const polling = 'the polling of a queue';

/** By the ARN of the queue and the id. */
const consumersOf = perWorld(() => new Map<string, Map<string, RunningConsumer>>());

export function addConsumer(world: World, consumer: QueueConsumer): void {
  const { queueArn, id } = consumer;
  const running = { ...consumer, running: 0, isRefused: false };
  const known = consumersOf(world).get(queueArn);
  if (known) known.set(id, running);
  else consumersOf(world).set(queueArn, new Map([[id, running]]));
  world.timeline.schedule(world.clock.now(), polling, () => poll(world, running));
}

export function removeConsumer(world: World, { queueArn, id }: QueueConsumer): void {
  consumersOf(world).get(queueArn)?.delete(id);
}

/** Called when a message becomes visible at that time. */
export function wakeConsumer(world: World, { arn }: Queue, at: number): void {
  for (const consumer of consumersOf(world).get(arn)?.values() ?? []) {
    world.timeline.schedule(at, polling, (now) => {
      if (isFull(world, consumer, now)) poll(world, consumer);
    });
    if (consumer.windowMs) {
      world.timeline.schedule(at + consumer.windowMs, polling, () => poll(world, consumer));
    }
  }
}

/** Whether a batch starts without waiting for more messages. */
function isFull(world: World, { queueArn, batchSize, windowMs }: QueueConsumer, now: number) {
  if (!windowMs) return true;
  const queue = queueByArn(world, queueArn);
  const visible = queue ? current(queue, now).filter((one) => one.visibleAt <= now) : [];
  return visible.length >= batchSize;
}

function poll(world: World, consumer: RunningConsumer): void {
  const queue = queueByArn(world, consumer.queueArn);
  const isRemoved = consumersOf(world).get(consumer.queueArn)?.get(consumer.id) !== consumer;
  if (!queue || isRemoved) return;
  if (consumer.mayReceive?.() === false) {
    pollLater(world, queue, consumer);
    return;
  }
  while (consumer.running < (consumer.maxConcurrency ?? defaultConcurrency)) {
    const batch = receive(world, queue, { max: consumer.batchSize });
    if (batch.length === 0) return;
    consumer.running++;
    void world.pendingTasks.track(deliver(world, queue, { consumer, batch }));
  }
}

/** As long as there are messages: no event follows when a permission is restored. */
function pollLater(world: World, queue: Queue, consumer: RunningConsumer): void {
  const now = world.clock.now();
  if (consumer.isRefused || current(queue, now).length === 0) return;
  consumer.isRefused = true;
  world.timeline.schedule(now + refusedPauseMs, polling, () => {
    consumer.isRefused = false;
    poll(world, consumer);
  });
}

interface Delivery {
  readonly consumer: RunningConsumer;
  readonly batch: readonly Message[];
}

async function deliver(world: World, queue: Queue, { consumer, batch }: Delivery): Promise<void> {
  const failed = await failedIds(consumer, queue, batch);
  for (const message of batch) {
    if (failed.has(message.id)) wakeConsumer(world, queue, message.visibleAt);
    else remove(queue, message.receipt ?? '');
  }
  consumer.running--;
  poll(world, consumer);
}

async function failedIds(
  consumer: RunningConsumer,
  queue: Queue,
  batch: readonly Message[],
): Promise<ReadonlySet<string>> {
  const all = batch.map((message) => toRecord(queue, message));
  const { matches = () => true } = consumer;
  const Records = all.filter((record) => matches(record));
  if (Records.length === 0) return new Set();
  try {
    const response = await consumer.invoke({ Records });
    return consumer.reportsFailures ? reported(response, batch) : new Set();
  } catch {
    return new Set(Records.map(({ messageId }) => messageId));
  }
}

/** An id that is not one of the batch fails all of it. */
function reported(response: unknown, batch: readonly Message[]): ReadonlySet<string> {
  const { batchItemFailures } = (response ?? {}) as { readonly batchItemFailures?: unknown };
  const items = Array.isArray(batchItemFailures) ? batchItemFailures : [];
  const ids = items.map((item) => (item as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const known = new Set(batch.map(({ id }) => id));
  const isWrong = ids.some((id) => typeof id !== 'string' || !known.has(id));
  return isWrong ? known : new Set(ids as string[]);
}

function toRecord({ arn }: Queue, message: Message) {
  const { id, body, receipt } = message;
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, one]) => [name, toRecordAttribute(one)]),
    ),
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: arn.split(':')[3],
  };
}

function toRecordAttribute({ DataType, StringValue, BinaryValue }: Message['attributes'][string]) {
  return {
    dataType: DataType,
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
  };
}
