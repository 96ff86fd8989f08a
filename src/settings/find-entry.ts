/** Which item of the settings an account is under. */

import type { EntrySettings, Settings } from './settings.ts';

/** Where an account lies: its id, and the ids from the root down to its parent. */
export interface AccountLocation {
  readonly id: string;
  readonly parents: readonly string[];
}

/**
 * An account's own item wins entirely; then the item of the unit that it lies directly in; then the nearest unit above
 * whose item says `nested`. Undefined: the account is not managed.
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
