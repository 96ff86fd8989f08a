/** Returns why an account of a snapshot needs to be advanced. Pure: an account without a reason costs no call. */

import { differingTags } from '../engine/differing-tags.ts';
import { isStateChanged, stateTag, type TagKeys } from '../model/observation.ts';
import type { SnapshotAccount } from './snapshot.ts';

/** Why a sweep advances an account. */
export type SweepReason =
  /** It was closed or is no longer managed, and a record exists for it. */
  | 'left'
  /** It is in a transient state, and has no record. */
  | 'forgotten'
  /** A transaction is open, or its retry time has passed. */
  | 'open'
  /** Its tags differ from the settings. */
  | 'drifted';

/** Returns undefined when there is nothing to do. */
export function triage(
  { account, item, row }: SnapshotAccount,
  keys: TagKeys,
  now: number,
): SweepReason | undefined {
  // The worker that holds the lease records its steps; if it died, the lease expires.
  if (row?.leasedUntil !== undefined && row.leasedUntil >= now) return undefined;
  // It is tried, and refused by name.
  if (row?.unreadable !== undefined) return 'open';
  if (!item || !account.active) return row ? 'left' : undefined;
  const state = stateTag(account, keys);
  if (row) {
    const rests = row.work?.failed !== undefined && now < row.work.deadline;
    const isReset = state === 'released' || isStateChanged(row.work?.failed, state);
    return rests && !isReset ? undefined : 'open';
  }
  if (state !== 'released') return 'forgotten';
  return Object.keys(differingTags(item.accountTags, account.tags)).length > 0
    ? 'drifted'
    : undefined;
}
