/** What changes from one version of the settings to another. */

import { isDeepStrictEqual } from 'node:util';
import { findItem, type Place } from './find-item.ts';
import { itemLeaves, type Leaf, sectionLeaves } from './leaves.ts';
import type { ItemSettings, Settings } from './settings.ts';

export interface Change {
  readonly path: string;
  /** Absent where there was none. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ItemChange {
  readonly kind: 'account' | 'organizational unit';
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** All values of an item that is added or removed. */
  readonly changes: readonly Change[];
}

export interface SettingsDiff {
  /** Outside of the items. */
  readonly sections: readonly Change[];
  readonly items: readonly ItemChange[];
}

export function diffSettings(before: Settings, after: Settings): SettingsDiff {
  return {
    sections: changesBetween(sectionLeaves(before), sectionLeaves(after)),
    items: [
      ...itemChanges('organizational unit', before.organizationalUnits, after.organizationalUnits),
      ...itemChanges('account', before.accounts, after.accounts),
    ],
  };
}

export interface AccountChange extends Omit<ItemChange, 'kind'> {
  /** Whose items it was and will be under; absent where nobody manages it. */
  readonly from?: string;
  readonly to?: string;
}

/** The same for the accounts of an organization: `added` comes to be managed, `removed` is no longer. */
export function diffAccounts(
  before: Settings,
  after: Settings,
  accounts: readonly Place[],
): readonly AccountChange[] {
  return accounts.flatMap((account) => {
    const [was, is] = [findItem(before, account), findItem(after, account)];
    const found = itemChange(was, is);
    if (!found) return [];
    const from = was && { from: was.identifier };
    return [{ id: account.id, ...found, ...from, ...(is && { to: is.identifier }) }];
  });
}

function itemChanges(
  kind: ItemChange['kind'],
  before: ReadonlyMap<string, ItemSettings>,
  after: ReadonlyMap<string, ItemSettings>,
): readonly ItemChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const found = itemChange(before.get(id), after.get(id));
    return found ? [{ kind, id, ...found }] : [];
  });
}

function itemChange(
  was: ItemSettings | undefined,
  is: ItemSettings | undefined,
): Pick<ItemChange, 'change' | 'changes'> | undefined {
  if (!was && !is) return undefined;
  const changes = changesBetween(was ? itemLeaves(was) : [], is ? itemLeaves(is) : []);
  if (was && is) return changes.length === 0 ? undefined : { change: 'changed', changes };
  return { change: was ? 'removed' : 'added', changes };
}

function changesBetween(before: readonly Leaf[], after: readonly Leaf[]): readonly Change[] {
  const was = new Map(before.map(({ path, value }) => [path, value]));
  const is = new Map(after.map(({ path, value }) => [path, value]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => !isDeepStrictEqual(was.get(path), is.get(path)))
    .map((path) => ({
      path,
      ...(was.has(path) && { before: was.get(path) }),
      ...(is.has(path) && { after: is.get(path) }),
    }));
}
