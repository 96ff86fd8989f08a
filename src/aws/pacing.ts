/**
 * Keeps every API below the rate that AWS grants, so that calls wait here and do not fail there. A token bucket per
 * (payer account, region, API) starts at the documented quota and follows what AWS really grants: each throttle
 * lowers the rate by a third, each quiet second raises it a little (additive increase, multiplicative decrease, as
 * TCP does: https://www.rfc-editor.org/rfc/rfc5681).
 */

import { type Clock, wallClock } from '../model/clock.ts';
import { documentedQuotas, type Quota, quotaOf } from './quotas.ts';

/** Whose quota a call draws on. */
export interface PacedApi {
  /** The account whose quota is used: the caller's for AssumeRole, the role's for what follows. */
  readonly payer: string;
  readonly region: string;
  /** The SDK's name in lower case, `sts`. */
  readonly service: string;
  readonly operation: string;
}

export interface Pacer {
  /** Waits for the call's turn. Rejects with the signal's reason. */
  take(api: PacedApi, signal?: AbortSignal): Promise<Turn>;
  /** Calls sent and throttled since the pacer was made. */
  readonly counts: { readonly calls: number; readonly throttled: number };
}

export interface Turn {
  /** Reports that AWS refused this call as one too many. */
  throttled(): void;
}

export interface PacerOptions {
  readonly clock?: Clock;
  readonly quotas?: Readonly<Record<string, Quota>>;
}

/** Where an API without a documented quota starts when it throttles for the first time. */
const firstGuess: Quota = { perSecond: 20, burst: 1 };
const decrease = 0.7;
/** Of the quota, each second. */
const increasePerSecond = 0.05;
const leastPerSecond = 0.5;

export function createPacer({
  clock = wallClock,
  quotas = documentedQuotas,
}: PacerOptions = {}): Pacer {
  const buckets = new Map<string, Bucket>();
  const counts = { calls: 0, throttled: 0 };

  const bucketOf = (key: string, quota: Quota | undefined): Bucket | undefined => {
    const known = buckets.get(key);
    if (known || !quota) return known;
    forgetIdle(buckets, clock.now());
    const bucket = createBucket(quota, clock.now());
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    counts,
    async take({ payer, region, service, operation }, signal) {
      const { name, quota } = quotaOf(quotas, service, operation);
      const key = `${payer} ${region} ${name}`;
      const waitMs = bucketOf(key, quota)?.take(clock.now()) ?? 0;
      if (waitMs > 0) await clock.sleep(waitMs, signal);
      else signal?.throwIfAborted();
      counts.calls++;
      const sentAt = clock.now();
      return {
        throttled() {
          counts.throttled++;
          bucketOf(key, quota ?? firstGuess)?.slowDown(sentAt, clock.now());
        },
      };
    },
  };
}

interface Bucket {
  /** Reserves one call and answers how many milliseconds to wait for it. */
  take(now: number): number;
  slowDown(sentAt: number, now: number): void;
  isIdle(now: number): boolean;
}

function createBucket(quota: Quota, createdAt: number): Bucket {
  let perSecond = quota.perSecond;
  let tokens = quota.burst;
  let refilledAt = createdAt;
  let slowedAt = Number.NEGATIVE_INFINITY;

  const refill = (now: number) => {
    const seconds = Math.max(0, now - refilledAt) / 1000;
    tokens = Math.min(quota.burst, tokens + seconds * perSecond);
    perSecond = Math.min(
      quota.perSecond,
      perSecond + seconds * quota.perSecond * increasePerSecond,
    );
    refilledAt = now;
  };

  return {
    take(now) {
      refill(now);
      tokens -= 1;
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
    },
    slowDown(sentAt, now) {
      refill(now);
      // Calls that left before the last decrease say nothing about the rate that followed it.
      if (sentAt <= slowedAt) return;
      slowedAt = now;
      perSecond = Math.max(leastPerSecond, perSecond * decrease);
      tokens = Math.min(tokens, 0);
    },
    isIdle(now) {
      refill(now);
      return tokens >= quota.burst && perSecond >= quota.perSecond;
    },
  };
}

/** A bucket that is full and at its quota is like a new one. Without this, 10,000 accounts leave 10,000 of them. */
function forgetIdle(buckets: Map<string, Bucket>, now: number): void {
  if (buckets.size < 1000) return;
  for (const [key, bucket] of buckets) if (bucket.isIdle(now)) buckets.delete(key);
}
