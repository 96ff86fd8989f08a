/** Takes messages from a queue for a while, and deletes them. */

import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { isFifo } from './fifo.ts';
import { current, type Message, type Queue, queueByArn } from './state.ts';

export interface ReceiveOptions {
  readonly max: number;
  /** Default: that of the queue. */
  readonly visibilitySeconds?: number | undefined;
}

export function receive(
  world: World,
  queue: Queue,
  { max, visibilitySeconds }: ReceiveOptions,
): readonly Message[] {
  const now = world.clock.now();
  const seconds = visibilitySeconds ?? Number(queue.attributes.get('VisibilityTimeout'));
  const received: Message[] = [];
  const held = new Set<string>();
  for (const message of [...current(queue, now)]) {
    if (received.length === max) break;
    const groupId = isFifo(queue) ? message.order?.groupId : undefined;
    if (groupId !== undefined && held.has(groupId)) continue;
    if (message.visibleAt > now) {
      // The rest of its group waits for it.
      if (groupId !== undefined) held.add(groupId);
      continue;
    }
    if (exceedsMaxReceives(world, queue, message)) continue;
    message.receipt = uuid(world.random);
    message.received++;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + seconds * 1000;
    received.push(message);
  }
  return received;
}

export function remove(queue: Queue, receipt: string): void {
  queue.messages = queue.messages.filter((message) => message.receipt !== receipt);
}

/** A message received too often moves to the dead-letter queue. */
function exceedsMaxReceives(world: World, queue: Queue, message: Message): boolean {
  const policy = queue.attributes.get('RedrivePolicy');
  if (policy === undefined) return false;
  const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(policy) as {
    readonly maxReceiveCount: number | string;
    readonly deadLetterTargetArn: string;
  };
  if (message.received < Number(maxReceiveCount)) return false;
  const letters = queueByArn(world, deadLetterTargetArn);
  if (!letters) return false;
  queue.messages = queue.messages.filter((one) => one !== message);
  letters.messages.push({
    ...message,
    receipt: undefined,
    visibleAt: 0,
    received: 0,
    movedFrom: queue.arn,
  });
  return true;
}
