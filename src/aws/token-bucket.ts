/**
 * A token bucket whose rate follows what is granted. A refusal reduces the rate to what the service granted over the
 * last second, or by three tenths if that is higher. Each quiet second raises it a little, up to the quota: additive
 * increase, multiplicative decrease, as TCP does (https://www.rfc-editor.org/rfc/rfc5681).
 */

import type { Clock } from '../model/clock.ts';
import type { Quota } from './quotas.ts';

export interface TokenBucket {
  /** Resolves when the caller may proceed: first come, first served. Rejects with the signal's reason. */
  take(signal?: AbortSignal): Promise<void>;
  /** The service accepted the call. */
  granted(): void;
  /** The service throttled a call that was sent at that time. */
  refused(sentAt: number): void;
  /** True when no call waits and the state equals that of a new bucket. */
  isIdle(): boolean;
}

export interface TokenBucketOptions {
  readonly clock: Clock;
  readonly quota: Quota;
  /** Upper limit of the rate, in calls per second. */
  readonly ceiling: number;
}

const decrease = 0.7;
/** What was granted over the last second is a good estimate; stay a little below it. */
const ofGranted = 0.9;
/** Of the quota, each second. */
const increase = 0.05;
const minPerSecond = 0.5;

interface Waiter {
  readonly go: () => void;
  readonly signal: AbortSignal | undefined;
}

export function createTokenBucket({ clock, quota, ceiling }: TokenBucketOptions): TokenBucket {
  const queue: Waiter[] = [];
  const grants = createWindow(clock);
  let perSecond = quota.perSecond;
  let tokens = quota.burst;
  let refilledAt = clock.now();
  let slowedAt = Number.NEGATIVE_INFINITY;
  let isServing = false;

  const refill = () => {
    const now = clock.now();
    const seconds = Math.max(0, now - refilledAt) / 1000;
    tokens = Math.min(quota.burst, tokens + seconds * perSecond);
    perSecond = Math.min(ceiling, perSecond + seconds * quota.perSecond * increase);
    refilledAt = now;
  };

  /** One loop serves all waiting calls, so that a change of the rate applies to them too. */
  const serve = async () => {
    isServing = true;
    for (let next = queue[0]; next; next = queue[0]) {
      refill();
      // A clock that counts milliseconds since 1970 cannot represent a millionth of one: the wait would never end.
      if (tokens < 1) await clock.sleep(Math.max(1, ((1 - tokens) / perSecond) * 1000));
      refill();
      // A cancelled caller has left the queue meanwhile.
      if (queue[0] === undefined || tokens < 0.999) continue;
      tokens -= 1;
      queue.shift()?.go();
    }
    isServing = false;
  };

  const wait = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const waiter = { go, signal };
      queue.push(waiter);
      signal?.addEventListener('abort', leave, { once: true });
      if (!isServing) void serve();
    });

  return {
    async take(signal) {
      signal?.throwIfAborted();
      refill();
      if (queue.length === 0 && tokens >= 1) tokens -= 1;
      else await wait(signal);
    },
    granted: grants.count,
    refused(sentAt) {
      refill();
      // Calls that were sent before the last decrease say nothing about the rate that followed it.
      if (sentAt <= slowedAt) return;
      slowedAt = clock.now();
      const granted = grants.lastSecond();
      const lower = Math.min(perSecond * decrease, granted || Number.POSITIVE_INFINITY);
      perSecond = Math.max(minPerSecond, granted * ofGranted, lower);
      tokens = Math.min(tokens, 0);
    },
    isIdle() {
      refill();
      return queue.length === 0 && tokens >= quota.burst && perSecond >= quota.perSecond;
    },
  };
}

/** Counts over a sliding second, from two counters. */
function createWindow(clock: Clock): { count(): void; lastSecond(): number } {
  let startedAt = clock.now();
  let before = 0;
  let current = 0;
  const slide = () => {
    const seconds = Math.floor((clock.now() - startedAt) / 1000);
    if (seconds < 1) return;
    before = seconds === 1 ? current : 0;
    current = 0;
    startedAt += seconds * 1000;
  };
  return {
    count() {
      slide();
      current++;
    },
    lastSecond() {
      slide();
      return current + before * (1 - (clock.now() - startedAt) / 1000);
    },
  };
}
