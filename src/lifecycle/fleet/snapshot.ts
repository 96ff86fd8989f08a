/**
 * The whole organization in bulk reads: accounts with their places, tags a hundred accounts a call, and the rows of the
 * transactions table. Tags come from the tagging API, which may be late: whoever acts on them reads them again first.
 */

import { readAccountTags } from '../../organization/account-tags.ts';
import { listAccounts, managementIdOf } from '../../organization/accounts.ts';
import { findEntry } from '../../settings/find-entry.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import type { ObservedAccount } from '../account/observation.ts';
import { toKnown } from '../account/observe.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type TransactionRow, transactionStore } from '../store/transaction-store.ts';

export interface SnapshotAccount {
  readonly account: ObservedAccount;
  /** Undefined: not managed. */
  readonly item: EntrySettings | undefined;
  readonly row: TransactionRow | undefined;
}

export interface Snapshot {
  readonly at: number;
  readonly accounts: readonly SnapshotAccount[];
  /** Rows of accounts that the organization does not have any more. */
  readonly orphans: readonly TransactionRow[];
}

/** Throws when anything cannot be read: half an organization is none. */
export async function readSnapshot(lifecycle: Lifecycle, signal?: AbortSignal): Promise<Snapshot> {
  const { management, settings, clock } = lifecycle;
  const at = clock.now();
  const [tags, rows] = await Promise.all([readAccountTags(management), readRows(lifecycle)]);
  const accounts: SnapshotAccount[] = [];
  for await (const account of listAccounts(management, signal)) {
    // The account that owns the organization is nobody's personal account.
    if (account.id === managementIdOf(account)) continue;
    const known = toKnown(account, at);
    const observed = { ...known, tags: await tags.of(account.id, signal) };
    const item = findEntry(settings, known);
    accounts.push({ account: observed, item, row: rows.get(account.id) });
    rows.delete(account.id);
  }
  return { at, accounts, orphans: [...rows.values()] };
}

/** Rows whose key is an account; windows lie in the same table. */
async function readRows(lifecycle: Lifecycle): Promise<Map<string, TransactionRow>> {
  const rows = new Map<string, TransactionRow>();
  for await (const row of transactionStore(lifecycle).all()) rows.set(row.accountId, row);
  return rows;
}
