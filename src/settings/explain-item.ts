/** Every final value of an item, and where it came from. */

import type { Place } from './find-item.ts';
import { findItem } from './find-item.ts';
import { itemLeaves, type Leaf } from './leaves.ts';
import { builtIn, type Origin, type Origins } from './origin.ts';
import type { ItemSettings, Settings } from './settings.ts';

export interface ExplainedValue extends Leaf {
  readonly origin: Origin;
}

export interface Read {
  readonly settings: Settings;
  readonly origins: Origins;
}

export interface Explanation {
  /** Whose item it is: the account's own, or that of a unit above. */
  readonly item: { readonly kind: 'account' | 'organizational unit'; readonly id: string };
  readonly values: readonly ExplainedValue[];
}

/** Undefined: nobody manages it. */
export function explainAccount(read: Read, place: Place): Explanation | undefined {
  const item = findItem(read.settings, place);
  if (!item) return undefined;
  const isOwn = item.identifier === place.id;
  return explained(read, item, isOwn ? 'account' : 'organizational unit');
}

/** A unit without an item is under the nearest one above whose item says `nested`. */
export function explainUnit(read: Read, { id, parents }: Place): Explanation | undefined {
  const item = findItem(
    { ...read.settings, accounts: new Map() },
    { id, parents: [...parents, id] },
  );
  return item && explained(read, item, 'organizational unit');
}

function explained(
  { settings, origins }: Read,
  item: ItemSettings,
  kind: Explanation['item']['kind'],
): Explanation {
  const base = kind === 'account' ? 'accounts' : 'organizational_units';
  const originOf = (path: string) => origins.get(`${base}.${item.identifier}.${path}`) ?? builtIn;
  const own = itemLeaves(item).map((leaf) => ({ ...leaf, origin: originOf(leaf.path) }));
  const values = item.schedule ? own : [...own, commonWindow({ settings, origins })];
  return { item: { kind, id: item.identifier }, values };
}

/** Without a schedule of its own, an item follows the window of all. */
function commonWindow({ settings, origins }: Read): ExplainedValue {
  const path = 'automation.maintenance_window_expression';
  const value = settings.automation.maintenanceWindowExpression;
  return { path, value, origin: origins.get(path) ?? builtIn };
}
