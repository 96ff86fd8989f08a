/** The minimum duration of a run, from its calls, the latency and AWS's quotas. */

import { awsLimits, type Limit } from '../src/simulator/index.ts';

export interface BoundsOptions {
  readonly accounts: number;
  /** By operation, `iam:ListRoles`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly latencyMs: number;
  readonly accountsAtOnce: number;
  readonly regions: number;
}

export interface Bounds {
  readonly latencyMs: number;
  readonly quotaMs: number;
}

/** Parallel listings of an account and parallel details of a listing, as in the collector. */
const callsAtOnce = 8 * 4;

export function boundsOf(options: BoundsOptions): Bounds {
  const { calls, latencyMs, accountsAtOnce } = options;
  const number = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return {
    latencyMs: (number * latencyMs) / (accountsAtOnce * callsAtOnce),
    quotaMs: Math.max(...awsLimits.map((limit) => quotaMs(limit, options))),
  };
}

/** Buckets of accounts that are collected at the same time are emptied at the same time. */
function quotaMs(
  limit: Limit,
  { accounts, calls, accountsAtOnce, regions }: BoundsOptions,
): number {
  const drawn = Object.entries(calls)
    .filter(([operation]) => operation === limit.api || operation.startsWith(`${limit.api}:`))
    .reduce((sum, [, count]) => sum + count, 0);
  // One account assumes all roles and reads the organization.
  const isShared = limit.per === 'organization' || limit.api === 'sts';
  const buckets = isShared ? 1 : accounts * (limit.regional === false ? 1 : regions);
  const seconds = Math.max(0, drawn / buckets - limit.burst) / limit.perSecond;
  const rounds = isShared ? 1 : accounts / Math.min(accounts, accountsAtOnce);
  return seconds * rounds * 1000;
}
