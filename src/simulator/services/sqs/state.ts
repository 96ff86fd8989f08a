/** The SQS state of one account and region. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** By SQS's names, all of them text. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Oldest first. */
  messages: Message[];
  /** Of a FIFO queue: the last sequence number, as a difference to the first. */
  sequence: number;
  /** Of a FIFO queue: messages of the last minutes by their deduplication ids, oldest first. */
  readonly recent: Map<string, Message>;
  /** Wakes the calls that wait for a message. */
  readonly waiting: Set<() => void>;
}

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sentAt: number;
  readonly sender: string;
  visibleAt: number;
  receipt: string | undefined;
  received: number;
  firstReceivedAt: number | undefined;
  /** Of a FIFO queue. */
  readonly order?: FifoOrder;
  /** Of AWS X-Ray, as the sender set it. */
  readonly traceHeader?: string;
  /** ARN of the queue that it was moved from. */
  readonly movedFrom?: string;
}

export interface FifoOrder {
  readonly groupId: string;
  readonly deduplicationId: string;
  readonly sequenceNumber: string;
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export const queuesOf = perRegion(
  (world: World, account: SimulatedAccount, region): Map<string, Queue> => {
    const random = randomFrom(world.seed, account.id, region, 'sqs');
    const names = account.seeded ? ['jobs', 'jobs-failed'].slice(0, random.integer(3)) : [];
    const queues = names.map((name) =>
      makeQueue(world, { accountId: account.id, region, name, now: account.joinedAt }),
    );
    return new Map(queues.map((queue) => [queue.name, queue]));
  },
);

interface NewQueue {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly now: number;
}

const defaults: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const fifoDefaults: Readonly<Record<string, string>> = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

export function makeQueue({ partition }: World, { accountId, region, name, now }: NewQueue): Queue {
  return {
    name,
    arn: `arn:${partition.name}:sqs:${region}:${accountId}:${name}`,
    createdAt: now,
    attributes: new Map(
      Object.entries(name.endsWith('.fifo') ? { ...defaults, ...fifoDefaults } : defaults),
    ),
    tags: new Map(),
    messages: [],
    sequence: 0,
    recent: new Map(),
    waiting: new Set(),
  };
}

export function queueByArn(world: World, arn: string): Queue | undefined {
  const [, , , region = '', accountId = '', name = ''] = arn.split(':');
  const account = world.accounts.get(accountId);
  return account && queuesOf(world, account, region).get(name);
}

/** Messages older than the retention period are deleted. */
export function current(queue: Queue, now: number): Message[] {
  const keptMs = Number(queue.attributes.get('MessageRetentionPeriod')) * 1000;
  const oldest = queue.messages[0];
  if (oldest && now - oldest.sentAt > keptMs) {
    queue.messages = queue.messages.filter(({ sentAt }) => now - sentAt <= keptMs);
  }
  return queue.messages;
}
