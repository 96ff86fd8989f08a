/**
 * Reads the whole organization and advances every account that needs it. Events are faster; the sweep makes sure that
 * no account is missed.
 */

import { advance } from '../engine/advance.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type ObservedAccount, tagKeys } from '../model/observation.ts';
import { leaseMs, type TransactionRow } from '../store/transaction-store.ts';
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
  readonly looked: Readonly<Record<SweepReason, number>>;
  readonly outcomes: readonly AdvanceOutcome[];
}

export interface SweepOptions extends AdvanceListener {
  readonly signal?: AbortSignal | undefined;
  /**
   * Waits until leases expire, and advances those accounts too: a dead worker left them behind, and they would
   * otherwise wait for the next sweep. Default false.
   */
  readonly patient?: boolean;
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
  { patient, ...options }: SweepOptions = {},
): Promise<SweepReport> {
  const accounts = look.map(({ account }) => account.account);
  const move = (known: ObservedAccount, stopping: AbortSignal) =>
    advance(lifecycle, known.id, { cause: 'sweep', known, signal: stopping });
  const first = await advanceMany(lifecycle, accounts, move, options);
  const held = patient ? leasedAccounts(snapshot, first) : [];
  if (held.length > 0) await lifecycle.clock.sleep(leaseMs, options.signal);
  const second = await advanceMany(lifecycle, held, move, options);
  const outcomes = [...first, ...second];
  const looked = { left: 0, forgotten: 0, open: 0, drifted: 0 };
  for (const { reason } of look) looked[reason]++;
  return {
    accounts: snapshot.accounts.length,
    managed: snapshot.accounts.filter(({ item }) => item).length,
    looked,
    outcomes,
  };
}

/** Accounts that were leased when they were listed, or when they were to be advanced. */
function leasedAccounts(
  { accounts, at }: OrganizationSnapshot,
  outcomes: readonly AdvanceOutcome[],
): readonly ObservedAccount[] {
  const busy = new Set(
    outcomes.flatMap(({ status, accountId }) => (status === 'busy' ? [accountId] : [])),
  );
  return accounts
    .filter(({ account, row }) => busy.has(account.id) || (row?.leasedUntil ?? 0) >= at)
    .map(({ account }) => account);
}

/** An account that is no longer in the organization: its record is deleted. */
function leftAccount(row: TransactionRow, readAt: number): SnapshotAccount {
  const account = { id: row.accountId, active: false, parents: [], readAt, tags: {} };
  return { account, item: undefined, row };
}
