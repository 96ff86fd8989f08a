/**
 * Reads the whole organization and looks at every account that something should happen to. Events make things happen
 * sooner; the sweep makes sure that they happen.
 */

import { tagKeys } from '../account/observation.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { workStore } from '../store/work-store.ts';
import { type AdvanceOutcome, advanceMany } from './advance-many.ts';
import { readSnapshot, type Snapshot, type SnapshotAccount } from './snapshot.ts';
import { type Reason, triage } from './triage.ts';

export interface SweepPlan {
  readonly snapshot: Snapshot;
  readonly look: readonly { readonly account: SnapshotAccount; readonly reason: Reason }[];
}

export interface SweepReport {
  /** Accounts of the organization, and those of them that are managed. */
  readonly accounts: number;
  readonly managed: number;
  readonly looked: Readonly<Record<Reason, number>>;
  readonly outcomes: readonly AdvanceOutcome[];
}

export interface SweepOptions {
  readonly signal?: AbortSignal | undefined;
  readonly concurrency?: number;
  readonly onOutcome?: ((outcome: AdvanceOutcome) => void) | undefined;
}

export async function planSweep(lifecycle: Lifecycle, signal?: AbortSignal): Promise<SweepPlan> {
  const snapshot = await readSnapshot(lifecycle, signal);
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const look = snapshot.accounts.flatMap((account) => {
    const reason = triage(account, keys, snapshot.at);
    return reason ? [{ account, reason }] : [];
  });
  return { snapshot, look };
}

export async function sweep(
  lifecycle: Lifecycle,
  { snapshot, look }: SweepPlan,
  options: SweepOptions = {},
): Promise<SweepReport> {
  const accounts = look.map(({ account }) => account.account);
  const outcomes = await advanceMany(lifecycle, accounts, { ...options, cause: 'sweep' });
  await forgetOrphans(lifecycle, snapshot);
  const looked = { left: 0, forgotten: 0, open: 0, drifted: 0 };
  for (const { reason } of look) looked[reason]++;
  return {
    accounts: snapshot.accounts.length,
    managed: snapshot.accounts.filter(({ item }) => item).length,
    looked,
    outcomes,
  };
}

/** An account that is gone from the organization can have no open transaction. */
async function forgetOrphans(lifecycle: Lifecycle, { orphans }: Snapshot): Promise<void> {
  const store = workStore(lifecycle);
  for (const { accountId } of orphans) {
    const leased = await store.lease(accountId);
    if (!('heldUntil' in leased)) await store.giveBack({ accountId });
  }
}
