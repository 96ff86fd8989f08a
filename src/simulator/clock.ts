/** A manually advanced clock: a month passes in the time that its events take. */

import type { Clock } from '../model/clock.ts';

/** A clock that stands still until it is advanced. */
export interface VirtualClock extends Clock {
  /** Advances the time by `ms`. Sleeps that end on the way resolve in order, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Returns when the first sleeper wakes, in milliseconds since 1970; undefined when there is none. */
  next(): number | undefined;
  /** Returns the number of sleeps started so far. */
  slept(): number;
}

/** Creates a clock that starts at `startMs` (default 2026-01-01T00:00:00Z) and stands still until it is advanced. */
export function virtualClock(startMs = Date.UTC(2026, 0, 1)): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let now = startMs;
  let slept = 0;

  const advance = async (ms: number) => {
    const end = now + ms;
    for (let next = earliest(sleepers, end); next; next = earliest(sleepers, end)) {
      now = Math.max(now, next.wakeAt);
      sleepers.delete(next);
      next.wake();
      await settled();
    }
    now = end;
    await settled();
  };

  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { wakeAt: now + ms, wake };
      sleepers.add(sleeper);
      slept++;
      signal?.addEventListener('abort', stop, { once: true });
    });

  const next = () => earliest(sleepers, Number.POSITIVE_INFINITY)?.wakeAt;
  return { now: () => now, sleep, advance, next, slept: () => slept };
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Sets keep their order, so sleepers with the same end wake in the order in which they started. */
function earliest(sleepers: Iterable<Sleeper>, end: number): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (sleeper.wakeAt <= end && (!first || sleeper.wakeAt < first.wakeAt)) first = sleeper;
  }
  return first;
}

/** A woken sleeper may start another sleep: let every ready promise run first. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
