/**
 * Functions that a queue invokes, as an event source mapping of Lambda does: in batches, with the messages that failed
 * delivered again when they are visible. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */

import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { receive, remove } from './receive.ts';
import { type Message, type Queue, queueByArn } from './state.ts';

export interface QueueConsumer {
  readonly queueArn: string;
  /** Messages of one invocation, at most. */
  readonly batchSize: number;
  /** Receives Lambda's event, and returns its partial batch response. A rejection fails the whole batch. */
  readonly invoke: (event: object) => Promise<unknown>;
}

interface RunningConsumer extends QueueConsumer {
  running: number;
}

/** Lambda starts with a few pollers; more does not help a simulation on one processor. */
const maxConcurrency = 10;

const consumersOf = perWorld(() => new Map<string, RunningConsumer>());

export function addConsumer(world: World, consumer: QueueConsumer): void {
  consumersOf(world).set(consumer.queueArn, { ...consumer, running: 0 });
}

/** Called when a message becomes visible at that time. */
export function wakeConsumer(world: World, { arn }: Queue, at: number): void {
  const consumer = consumersOf(world).get(arn);
  if (consumer) world.timeline.schedule(at, () => poll(world, consumer));
}

function poll(world: World, consumer: RunningConsumer): void {
  const queue = queueByArn(world, consumer.queueArn);
  if (!queue) return;
  while (consumer.running < maxConcurrency) {
    const batch = receive(world, queue, { max: consumer.batchSize });
    if (batch.length === 0) return;
    consumer.running++;
    void world.pendingTasks.track(deliver(world, queue, { consumer, batch }));
  }
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
  try {
    const response = await consumer.invoke({ Records: batch.map((one) => toRecord(queue, one)) });
    const { batchItemFailures = [] } = (response ?? {}) as {
      readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
    };
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return new Set(batch.map(({ id }) => id));
  }
}

function toRecord({ arn }: Queue, message: Message): object {
  const { id, body, receipt, sentAt, received, sender } = message;
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(received),
      SentTimestamp: String(sentAt),
      SenderId: sender,
    },
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: arn.split(':')[3],
  };
}
