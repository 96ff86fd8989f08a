/** Explains every final value of a settings entry, and its origin. */

import type { AccountLocation } from './find-entry.ts';
import { findEntry } from './find-entry.ts';
import { entryLeaves, type SettingLeaf } from './leaves.ts';
import { builtInOrigin, type SettingOrigin, type SettingOrigins } from './origin.ts';
import type { EntrySettings, Settings } from './settings.ts';

interface ExplainedSetting extends SettingLeaf {
  readonly origin: SettingOrigin;
}

export interface ReadSettings {
  readonly settings: Settings;
  readonly origins: SettingOrigins;
}

export interface SettingsExplanation {
  /** Identifier of the entry: the account's own, or that of a unit above. */
  readonly item: { readonly kind: 'account' | 'organizational unit'; readonly id: string };
  readonly values: readonly ExplainedSetting[];
}

/** Undefined: the account is not managed. */
export function explainAccount(
  read: ReadSettings,
  place: AccountLocation,
): SettingsExplanation | undefined {
  const item = findEntry(read.settings, place);
  if (!item) return undefined;
  const isOwn = item.identifier === place.id;
  return explained(read, item, isOwn ? 'account' : 'organizational unit');
}

/** A unit without an entry uses the nearest one above that has `nested`. */
export function explainUnit(
  read: ReadSettings,
  { id, parents }: AccountLocation,
): SettingsExplanation | undefined {
  const item = findEntry(
    { ...read.settings, accounts: new Map() },
    { id, parents: [...parents, id] },
  );
  return item && explained(read, item, 'organizational unit');
}

function explained(
  { settings, origins }: ReadSettings,
  item: EntrySettings,
  kind: SettingsExplanation['item']['kind'],
): SettingsExplanation {
  const base = kind === 'account' ? 'accounts' : 'organizational_units';
  const originOf = (path: string) =>
    origins.get(`${base}.${item.identifier}.${path}`) ?? builtInOrigin;
  const own = entryLeaves(item).map((leaf) => ({ ...leaf, origin: originOf(leaf.path) }));
  const values = item.schedule ? own : [...own, commonWindow({ settings, origins })];
  return { item: { kind, id: item.identifier }, values };
}

/** Without a schedule of its own, an entry uses the common window. */
function commonWindow({ settings, origins }: ReadSettings): ExplainedSetting {
  const path = 'automation.maintenance_window_expression';
  const value = settings.automation.maintenanceWindowExpression;
  return { path, value, origin: origins.get(path) ?? builtInOrigin };
}
