/** Which accounts of a snapshot somebody should look at. Pure: what it passes over costs nothing. */

import { differingTags } from '../account/differing-tags.ts';
import { stateTag, type TagKeys } from '../account/observation.ts';
import type { SnapshotAccount } from './snapshot.ts';

export type SweepReason =
  /** It was closed, or is not managed any more, and work is written down for it. */
  | 'left'
  /** It is in a state that it should leave, and nothing is written down. */
  | 'forgotten'
  /** A transaction is open, or was to be tried again by now. */
  | 'open'
  /** Its tags are not those of the settings. */
  | 'drifted';

/** Undefined: nothing to do. */
export function triage(
  { account, item, row }: SnapshotAccount,
  keys: TagKeys,
  now: number,
): SweepReason | undefined {
  // Whoever has it in hand writes down what it did; if it died, the lease runs out.
  if (row?.leasedUntil !== undefined && row.leasedUntil >= now) return undefined;
  if (!item || !account.active) return row ? 'left' : undefined;
  const state = stateTag(account, keys);
  if (row) {
    const rests = row.work?.failed !== undefined && now < row.work.deadline;
    return rests && state !== 'released' ? undefined : 'open';
  }
  if (state !== 'released') return 'forgotten';
  return Object.keys(differingTags(item.accountTags, account.tags)).length > 0
    ? 'drifted'
    : undefined;
}
