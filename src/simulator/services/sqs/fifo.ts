/**
 * FIFO queues: groups in order, and messages that are sent twice within five minutes are delivered once.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fifo-queues.html
 */

import { createHash } from 'node:crypto';
import { AwsError } from '../../../wire/aws-error.ts';
import type { FifoOrder, Message, Queue } from './state.ts';

const deduplicationMs = 5 * 60_000;

/** What a message of a FIFO queue must and one of another queue must not have. */
export interface FifoInput {
  readonly body: string;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly delaySeconds?: number | undefined;
}

export function isFifo({ name }: Pick<Queue, 'name'>): boolean {
  return name.endsWith('.fifo');
}

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * Standard queues accept groups too: those are only fair, not in order.
 */
export function checkFifoInput(queue: Queue, input: FifoInput): void {
  if (!isFifo(queue)) {
    if (input.deduplicationId === undefined) return;
    throw unsuitable('MessageDeduplicationId', input.deduplicationId);
  }
  if (input.groupId === undefined) {
    throw new AwsError(
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    );
  }
  if (input.delaySeconds) throw unsuitable('DelaySeconds', input.delaySeconds);
  if (deduplicationIdOf(queue, input) === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

/** Explicit, or the SHA-256 of the body where the queue deduplicates by content. */
export function deduplicationIdOf(
  { attributes }: Queue,
  { body, deduplicationId }: FifoInput,
): string | undefined {
  if (deduplicationId !== undefined) return deduplicationId;
  if (attributes.get('ContentBasedDeduplication') !== 'true') return undefined;
  return createHash('sha256').update(body).digest('hex');
}

/** Numbers have twenty digits, and increase in the queue. */
export function orderOf(queue: Queue, groupId: string, deduplicationId: string): FifoOrder {
  queue.sequence += 256;
  const sequenceNumber = String(18_000_000_000_000_000_000n + BigInt(queue.sequence));
  return { groupId, deduplicationId, sequenceNumber };
}

/** The message that was sent with the same id, also when it was deleted since. */
export function duplicateOf(
  queue: Queue,
  order: Pick<FifoOrder, 'groupId' | 'deduplicationId'>,
  now: number,
): Message | undefined {
  for (const [key, { sentAt }] of queue.recent) {
    if (now - sentAt < deduplicationMs) break;
    queue.recent.delete(key);
  }
  return queue.recent.get(deduplicationKey(queue, order));
}

export function remember(queue: Queue, message: Message, order: FifoOrder): void {
  queue.recent.set(deduplicationKey(queue, order), message);
}

/** The scope is the queue, or the group in queues of high throughput. */
function deduplicationKey(
  { attributes }: Queue,
  { groupId, deduplicationId }: Pick<FifoOrder, 'groupId' | 'deduplicationId'>,
): string {
  const isByGroup = attributes.get('DeduplicationScope') === 'messageGroup';
  return isByGroup ? `${groupId} ${deduplicationId}` : deduplicationId;
}

function unsuitable(name: string, value: unknown): AwsError {
  return new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type`,
  );
}
