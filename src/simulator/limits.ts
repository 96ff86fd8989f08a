/** Rate limits of APIs as data: token buckets, with AWS's documented numbers where they exist. */

import type { WireCall } from '../wire/message.ts';
import type { CallerIdentity } from './world/caller.ts';

/** A token bucket. A call above it gets the service's own throttling error. */
export interface Limit {
  /** A service (`sts`) shares one bucket among its operations; an operation (`account:ListRegions`) has its own. */
  readonly api: string;
  /** Calls per second in the long run. */
  readonly perSecond: number;
  /** How many calls may be made at once after a pause. */
  readonly burst: number;
  /** Whose calls are counted together. */
  readonly per: 'account' | 'organization';
  /** Every region has buckets of its own. Default true. */
  readonly regional?: boolean;
}

/**
 * STS: 600 requests a second per calling account and region. Account management: 5 a second for reads, 1 for opting
 * in. Organizations publishes none; callers report throttling from a handful a second. EC2's are its published
 * buckets for non-mutating and mutating calls.
 */
export const awsLimits: readonly Limit[] = [
  { api: 'sts', perSecond: 600, burst: 600, per: 'account' },
  { api: 'account:ListRegions', perSecond: 5, burst: 5, per: 'account', regional: false },
  { api: 'account:GetRegionOptStatus', perSecond: 5, burst: 5, per: 'account', regional: false },
  { api: 'account:EnableRegion', perSecond: 1, burst: 1, per: 'account', regional: false },
  { api: 'account:DisableRegion', perSecond: 1, burst: 1, per: 'account', regional: false },
  { api: 'organizations', perSecond: 20, burst: 50, per: 'organization', regional: false },
  {
    api: 'organizations:CreateAccount',
    perSecond: 0.5,
    burst: 5,
    per: 'organization',
    regional: false,
  },
  {
    api: 'organizations:CloseAccount',
    perSecond: 0.5,
    burst: 3,
    per: 'organization',
    regional: false,
  },
  { api: 'iam', perSecond: 20, burst: 100, per: 'account', regional: false },
  { api: 'ec2', perSecond: 20, burst: 100, per: 'account' },
  { api: 'ec2:RunInstances', perSecond: 2, burst: 1_000, per: 'account' },
  { api: 'tagging', perSecond: 15, burst: 15, per: 'account' },
];

/** No call is throttled, except by faults. */
export const noLimits: readonly Limit[] = [];

/** Takes a token of every bucket that counts the call, or none at all; false means throttled. */
export type Admit = (call: WireCall, caller: CallerIdentity, now: number) => boolean;

const sweepEvery = 10_000;

export function createLimits(limits: readonly Limit[]): Admit {
  const byApi = Map.groupBy(limits, ({ api }) => api);
  const buckets = new Map<string, Bucket>();
  let untilSweep = sweepEvery;

  const bucketOf = (limit: Limit, key: string, now: number): Bucket => {
    const known = buckets.get(key);
    if (known) return refill(known, now);
    if (--untilSweep <= 0) {
      // A full bucket is dropped: memory stays flat over ten thousand accounts.
      for (const [name, bucket] of buckets) {
        if (refill(bucket, now).tokens >= bucket.limit.burst) buckets.delete(name);
      }
      untilSweep = sweepEvery;
    }
    const bucket = { limit, tokens: limit.burst, at: now };
    buckets.set(key, bucket);
    return bucket;
  };

  return ({ service, operation, region }, { accountId }, now) => {
    const relevant = [service.name, `${service.name}:${operation.name}`].flatMap(
      (api) => byApi.get(api) ?? [],
    );
    const counted = relevant.map((limit) => {
      const scope = limit.per === 'account' ? accountId : 'organization';
      return bucketOf(
        limit,
        `${limit.api} ${scope} ${limit.regional === false ? '' : region}`,
        now,
      );
    });
    if (counted.some(({ tokens }) => tokens < 1)) return false;
    for (const bucket of counted) bucket.tokens -= 1;
    return true;
  };
}

interface Bucket {
  readonly limit: Limit;
  tokens: number;
  at: number;
}

function refill(bucket: Bucket, now: number): Bucket {
  const { perSecond, burst } = bucket.limit;
  bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  return bucket;
}
