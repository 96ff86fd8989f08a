/** Builds an account's manifest from the results of its entries. */

import type { Account } from '../../model/account.ts';
import type { Failure } from '../../model/outcome.ts';
import type { AccountManifest, ManifestEntry } from '../record.ts';

export interface CollectedAccount {
  readonly runId: string;
  readonly account: Account;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly entries: readonly ManifestEntry[];
}

export function manifestOf(collected: CollectedAccount): AccountManifest {
  const { runId, account, startedAt, finishedAt, entries } = collected;
  return {
    version: 1,
    runId,
    ...factsOf(account),
    status: entries.some(isGap) ? 'partial' : 'complete',
    startedAt,
    finishedAt,
    records: entries.reduce((sum, { count }) => sum + count, 0),
    entries,
  };
}

export interface FailedAccount {
  readonly runId: string;
  readonly account: Account;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly failure: Failure;
}

/** For an account that could not be read: the role, or the regions. */
export function failedManifest({ runId, account, at, failure }: FailedAccount): AccountManifest {
  const { kind, code, message } = failure;
  return {
    version: 1,
    runId,
    ...factsOf(account),
    status: 'failed',
    failure: { kind, code, message },
    startedAt: at,
    finishedAt: at,
    records: 0,
    entries: [],
  };
}

function factsOf({ id, name, ouPath }: Account) {
  return {
    accountId: id,
    ...(name !== undefined && { accountName: name }),
    ...(ouPath !== undefined && { ouPath }),
  };
}

/** Whether something that may exist was not read. A service that is not enabled has no resources. */
export function isGap({ status, partial }: ManifestEntry): boolean {
  return (status !== 'done' && status !== 'not-enabled') || partial > 0;
}
