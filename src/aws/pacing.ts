/**
 * Keeps calls to every API below the rate that AWS grants, so that they wait here instead of failing: a bucket per
 * (payer account, region, API), shared by the whole process.
 */

import { type Clock, wallClock } from '../model/clock.ts';
import { documentedQuotas, type Quota, quotaOf } from './quotas.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** The quota that a call uses. */
export interface PacedApi {
  /** The account whose quota is used: the caller's for AssumeRole, the role's for what follows. */
  readonly payer: string;
  readonly region: string;
  /** The SDK's name in lower case, `sts`. */
  readonly service: string;
  readonly operation: string;
}

/** Keeps calls within the quotas of AWS: one bucket per payer account, region and API. */
export interface Pacer {
  /** Waits until the call may be sent. Rejects with the signal's reason. */
  take(api: PacedApi, signal?: AbortSignal): Promise<PacedCall>;
  /** Calls sent and throttled since the pacer was made. */
  readonly counts: { readonly calls: number; readonly throttled: number };
}

/** Reports the result of the call, so that the rate can follow. */
export interface PacedCall {
  /** AWS accepted the call. */
  granted(): void;
  /** AWS refused the call as one too many. */
  throttled(): void;
}

export interface PacerOptions {
  readonly clock?: Clock;
  readonly quotas?: Readonly<Record<string, Quota>>;
}

/** Initial rate of an API without a documented quota, from its first throttle on; it may rise without limit. */
const firstGuess: Quota = { perSecond: 20, burst: 1 };

export function createPacer({
  clock = wallClock,
  quotas = documentedQuotas,
}: PacerOptions = {}): Pacer {
  const buckets = new Map<string, TokenBucket>();
  const counts = { calls: 0, throttled: 0 };

  const create = (key: string, quota: Quota, ceiling: number): TokenBucket => {
    forgetIdle(buckets);
    const bucket = createTokenBucket({ clock, quota, ceiling });
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    counts,
    async take({ payer, region, service, operation }, signal) {
      const { name, quota } = quotaOf(quotas, service, operation);
      const key = `${payer} ${region} ${name}`;
      const bucket = buckets.get(key) ?? (quota && create(key, quota, quota.perSecond));
      if (bucket) await bucket.take(signal);
      counts.calls++;
      const sentAt = clock.now();
      return {
        granted: () => bucket?.granted(),
        throttled() {
          counts.throttled++;
          const slowed =
            bucket ?? buckets.get(key) ?? create(key, firstGuess, Number.POSITIVE_INFINITY);
          slowed.refused(sentAt);
        },
      };
    },
  };
}

/** An idle bucket equals a new one, so it is removed. Otherwise 10,000 accounts would leave 10,000 of them. */
function forgetIdle(buckets: Map<string, TokenBucket>): void {
  if (buckets.size < 1000) return;
  for (const [key, bucket] of buckets) if (bucket.isIdle()) buckets.delete(key);
}
