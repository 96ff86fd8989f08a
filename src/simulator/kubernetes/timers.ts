/** Timers of the cluster: all deadlines in one timeline, and one sleeper on the clock for the first of them. */

import type { Clock } from '../../model/clock.ts';
import { createTimeline } from '../world/timeline.ts';

export interface Timers {
  /** A callback that is no longer needed when it fires must do nothing. */
  after(ms: number, happen: () => void): void;
  stop(): void;
}

export function createTimers(clock: Clock): Timers {
  const timeline = createTimeline();
  let sleep = new AbortController();
  let wakeAt: number | undefined;
  let isStopped = false;

  const sleepUntilNext = () => {
    const next = timeline.next();
    if (isStopped || next === wakeAt) return;
    sleep.abort();
    wakeAt = next;
    if (next === undefined) return;
    const mine = new AbortController();
    sleep = mine;
    clock.sleep(Math.max(0, next - clock.now()), mine.signal).then(wake, () => {});
  };
  const wake = () => {
    wakeAt = undefined;
    if (!isStopped) timeline.settle(clock.now());
    sleepUntilNext();
  };
  return {
    after: (ms, happen) => {
      timeline.schedule(clock.now() + ms, happen);
      sleepUntilNext();
    },
    stop: () => {
      isStopped = true;
      sleep.abort();
    },
  };
}
