/** Timers of the cluster: all deadlines in one timeline, and one sleeper on the clock for the first of them. */

import type { Clock } from '../model/clock.ts';
import { createTimeline } from '../model/timeline.ts';

export interface Timers {
  /** A callback that is no longer needed when it fires must do nothing. */
  after(ms: number, callback: () => void): void;
  stop(): void;
}

export function createTimers(clock: Clock, onBug: (error: unknown) => void): Timers {
  const timeline = createTimeline(onBug);
  let sleep = new AbortController();
  let wakeAt: number | undefined;
  let isStopped = false;

  const sleepUntilNext = () => {
    const next = timeline.next();
    if (isStopped || next === wakeAt) return;
    sleep.abort();
    wakeAt = next;
    if (next === undefined) return;
    const own = new AbortController();
    sleep = own;
    clock.sleep(Math.max(0, next - clock.now()), own.signal).then(wake, () => {});
  };
  const wake = () => {
    wakeAt = undefined;
    if (!isStopped) timeline.settle(clock.now());
    sleepUntilNext();
  };
  return {
    after: (ms, callback) => {
      timeline.schedule(clock.now() + ms, 'a timer', callback);
      sleepUntilNext();
    },
    stop: () => {
      isStopped = true;
      sleep.abort();
    },
  };
}
