/** A clock that runs as the wall clock does, and can be moved forward. */

import { wallClock } from '../model/clock.ts';
import { type VirtualClock, virtualClock } from './clock.ts';

/** Sleeps end at their time, or when the clock is moved past it. */
export interface AdjustableClock extends VirtualClock {
  /** Ends the sleeps that are over by now. */
  tick(): Promise<void>;
}

/** Starts at the time of the wall clock. */
export function adjustableClock(): AdjustableClock {
  let ahead = 0;
  const sleepers = virtualClock(wallClock.now());
  const now = () => wallClock.now() + ahead;
  const tick = () => sleepers.advance(Math.max(0, now() - sleepers.now()));
  return {
    now,
    // A sleep counts from this moment, which the inner clock has not reached yet.
    sleep: (ms, signal) => {
      const slept = sleepers.sleep(ms + now() - sleepers.now(), signal);
      setTimeout(() => void tick(), ms);
      return slept;
    },
    advance: async (ms) => {
      ahead += ms;
      await tick();
    },
    next: sleepers.next,
    slept: sleepers.slept,
    tick,
  };
}
