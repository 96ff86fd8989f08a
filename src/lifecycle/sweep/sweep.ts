/**
 * Reads the whole organization and advances every account that needs it. Events are faster; the sweep makes sure that
 * no account is missed.
 */

import { advance } from '../engine/advance.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type ObservedAccount, tagKeys } from '../model/observation.ts';
import type { TransactionRow } from '../store/transaction-store.ts';
import { type AdvanceListener, type AdvanceOutcome, advanceMany } from './advance-many.ts';
import { type OrganizationSnapshot, readSnapshot, type SnapshotAccount } from './snapshot.ts';
import { type SweepReason, triage } from './triage.ts';

/** What a sweep would do. */
export interface SweepPlan {
  readonly snapshot: OrganizationSnapshot;
  readonly look: readonly { readonly account: SnapshotAccount; readonly reason: SweepReason }[];
}

/** What a sweep did. */
export interface SweepReport {
  /** Accounts of the organization, and those of them that are managed. */
  readonly accounts: number;
  readonly managed: number;
  /** Managed accounts that are closed. */
  readonly closed: number;
  readonly looked: Readonly<Record<SweepReason, number>>;
  readonly outcomes: readonly AdvanceOutcome[];
}

export interface SweepOptions extends AdvanceListener {
  readonly signal?: AbortSignal | undefined;
  readonly concurrency?: number;
}

/** Reads the whole organization and returns which accounts need to be advanced, and why. Changes nothing. */
export async function planSweep(lifecycle: Lifecycle, signal?: AbortSignal): Promise<SweepPlan> {
  const snapshot = await readSnapshot(lifecycle, signal);
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const left = snapshot.orphans.map((row) => leftAccount(row, snapshot.at));
  const look = [...snapshot.accounts, ...left].flatMap((account) => {
    const reason = triage(account, keys, snapshot.at);
    return reason ? [{ account, reason }] : [];
  });
  return { snapshot, look };
}

/** Advances the accounts of a plan. An account that fails is an outcome, not an error. */
export async function sweep(
  lifecycle: Lifecycle,
  { snapshot, look }: SweepPlan,
  options: SweepOptions = {},
): Promise<SweepReport> {
  const accounts = look.map(({ account }) => account.account);
  const move = (known: ObservedAccount, stopping: AbortSignal) =>
    advance(lifecycle, known.id, { cause: 'sweep', known, signal: stopping });
  const outcomes = await advanceMany(lifecycle, accounts, move, options);
  const looked = { left: 0, forgotten: 0, open: 0, drifted: 0 };
  for (const { reason } of look) looked[reason]++;
  return {
    accounts: snapshot.accounts.length,
    managed: snapshot.accounts.filter(({ item }) => item).length,
    closed: snapshot.accounts.filter(({ item, account }) => item && !account.active).length,
    looked,
    outcomes,
  };
}

/** An account that is no longer in the organization: its record is deleted. */
function leftAccount(row: TransactionRow, readAt: number): SnapshotAccount {
  const id = row.accountId;
  const account = { id, active: false, isForeign: true, parents: [], readAt, tags: {} } as const;
  return { account, item: undefined, row };
}
