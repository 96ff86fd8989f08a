/**
 * Reads the whole organization in bulk: accounts with their OU paths, tags of a hundred accounts per call, and the rows
 * of the transactions table. Tags come from the tagging API, which may be late: read them again before you act on them.
 */

import { readAccountTags } from '../../organization/account-tags.ts';
import { listAccounts, managementIdOf } from '../../organization/accounts.ts';
import { findEntry } from '../../settings/find-entry.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import { toKnownAccount } from '../engine/observe.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ObservedAccount } from '../model/observation.ts';
import { type TransactionRow, transactionStore } from '../store/transaction-store.ts';

/** An account, the settings entry that matches it, and its row of the transactions table. */
export interface SnapshotAccount {
  readonly account: ObservedAccount;
  /** Undefined: not managed. */
  readonly item: EntrySettings | undefined;
  readonly row: TransactionRow | undefined;
}

/** The whole organization at one moment. */
export interface OrganizationSnapshot {
  readonly at: number;
  readonly accounts: readonly SnapshotAccount[];
  /** Rows of accounts that are no longer in the organization. */
  readonly orphans: readonly TransactionRow[];
}

/** Throws when anything cannot be read: a partial snapshot is not returned. */
export async function readSnapshot(
  lifecycle: Lifecycle,
  signal?: AbortSignal,
): Promise<OrganizationSnapshot> {
  const { management, settings, clock } = lifecycle;
  const at = clock.now();
  const [tags, rows] = await Promise.all([readAccountTags(management), readRows(lifecycle)]);
  const accounts: SnapshotAccount[] = [];
  for await (const account of listAccounts(management, signal)) {
    // The management account is never a personal account.
    if (account.id === managementIdOf(account)) continue;
    const known = toKnownAccount(account, at);
    const observed = { ...known, tags: await tags.of(account.id, signal) };
    const item = findEntry(settings, known);
    accounts.push({ account: observed, item, row: rows.get(account.id) });
    rows.delete(account.id);
  }
  signal?.throwIfAborted();
  return { at, accounts, orphans: [...rows.values()] };
}

/** Rows whose key is an account; windows are stored in the same table. */
async function readRows(lifecycle: Lifecycle): Promise<Map<string, TransactionRow>> {
  const rows = new Map<string, TransactionRow>();
  for await (const row of transactionStore(lifecycle).all()) rows.set(row.accountId, row);
  return rows;
}
