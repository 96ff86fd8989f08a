/**
 * Long polling: a call waits on the clock until a message is visible, or until its time is over.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */

import type { World } from '../../world/world.ts';
import { type ReceiveOptions, receive } from './receive.ts';
import type { Message, Queue } from './state.ts';

export interface LongPoll extends ReceiveOptions {
  readonly waitMs: number;
  /** Of the caller: who disconnects receives nothing. */
  readonly signal?: AbortSignal | undefined;
}

export async function receiveLater(
  world: World,
  queue: Queue,
  { waitMs, signal, ...options }: LongPoll,
): Promise<readonly Message[]> {
  const { clock, timeline, pendingTasks } = world;
  const deadline = clock.now() + waitMs;
  while (clock.now() < deadline && !signal?.aborted) {
    const arrival = new AbortController();
    const wake = () => arrival.abort();
    queue.waiting.add(wake);
    const any = signal ? AbortSignal.any([arrival.signal, signal]) : arrival.signal;
    const ms = nextChange(world, queue, deadline) - clock.now();
    await pendingTasks.trackSleep(clock.sleep(Math.max(0, ms), any)).catch(() => {});
    queue.waiting.delete(wake);
    timeline.settle(clock.now());
    const received = signal?.aborted ? [] : receive(world, queue, options);
    if (received.length > 0) return received;
  }
  return [];
}

/** The deadline, or earlier a message that becomes visible or something that is due and may send one. */
function nextChange({ clock, timeline }: World, { messages }: Queue, deadline: number): number {
  const now = clock.now();
  const visible = messages.map(({ visibleAt }) => visibleAt).filter((at) => at > now);
  return Math.min(deadline, timeline.next() ?? deadline, ...visible);
}
