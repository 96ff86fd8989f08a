/** Finds the settings entry of an account. */

import type { EntrySettings, Settings } from './settings.ts';

/** Location of an account: its id, and the ids from the root down to its parent. */
export interface AccountLocation {
  readonly id: string;
  readonly parents: readonly string[];
}

/**
 * An account's own entry wins entirely; then the entry of its OU; then the nearest OU above whose entry has `nested`.
 * Undefined: the account is not managed.
 */
export function findEntry(
  settings: Settings,
  { id, parents }: AccountLocation,
): EntrySettings | undefined {
  const own = settings.accounts.get(id);
  if (own) return own;
  const [direct, ...above] = parents.toReversed();
  const ofParent = direct === undefined ? undefined : settings.organizationalUnits.get(direct);
  if (ofParent) return ofParent;
  return above
    .map((unit) => settings.organizationalUnits.get(unit))
    .find((item) => item?.nested === true);
}
