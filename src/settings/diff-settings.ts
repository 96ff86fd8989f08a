/** The differences between two versions of the settings. */

import { isDeepStrictEqual } from 'node:util';
import { type AccountLocation, findEntry } from './find-entry.ts';
import { entryLeaves, type SettingLeaf, sectionLeaves } from './leaves.ts';
import type { EntrySettings, Settings } from './settings.ts';

interface SettingChange {
  readonly path: string;
  /** Absent where there was no value. */
  readonly before?: unknown;
  readonly after?: unknown;
}

interface EntryChange {
  readonly kind: 'account' | 'organizational unit';
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** All values of an entry that is added or removed. */
  readonly changes: readonly SettingChange[];
}

export interface SettingsDiff {
  /** Outside of the settings entries. */
  readonly sections: readonly SettingChange[];
  readonly items: readonly EntryChange[];
}

export function diffSettings(before: Settings, after: Settings): SettingsDiff {
  return {
    sections: changesBetween(sectionLeaves(before), sectionLeaves(after)),
    items: [
      ...entryChanges('organizational unit', before.organizationalUnits, after.organizationalUnits),
      ...entryChanges('account', before.accounts, after.accounts),
    ],
  };
}

export interface AccountSettingsChange extends Omit<EntryChange, 'kind'> {
  /** Identifiers of the settings entries that match it before and after; absent where it is not managed. */
  readonly from?: string;
  readonly to?: string;
}

/** The same for the accounts of an organization: `added` will be managed, `removed` no longer. */
export function diffAccounts(
  before: Settings,
  after: Settings,
  accounts: readonly AccountLocation[],
): readonly AccountSettingsChange[] {
  return accounts.flatMap((account) => {
    const [was, is] = [findEntry(before, account), findEntry(after, account)];
    const found = entryChange(was, is);
    if (!found) return [];
    const from = was && { from: was.identifier };
    return [{ id: account.id, ...found, ...from, ...(is && { to: is.identifier }) }];
  });
}

function entryChanges(
  kind: EntryChange['kind'],
  before: ReadonlyMap<string, EntrySettings>,
  after: ReadonlyMap<string, EntrySettings>,
): readonly EntryChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const found = entryChange(before.get(id), after.get(id));
    return found ? [{ kind, id, ...found }] : [];
  });
}

function entryChange(
  was: EntrySettings | undefined,
  is: EntrySettings | undefined,
): Pick<EntryChange, 'change' | 'changes'> | undefined {
  if (!was && !is) return undefined;
  const changes = changesBetween(was ? entryLeaves(was) : [], is ? entryLeaves(is) : []);
  if (was && is) return changes.length === 0 ? undefined : { change: 'changed', changes };
  return { change: was ? 'removed' : 'added', changes };
}

function changesBetween(
  before: readonly SettingLeaf[],
  after: readonly SettingLeaf[],
): readonly SettingChange[] {
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
