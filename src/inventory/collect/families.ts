/** Entries with their children: children can be listed only after their parents. */

import type { CatalogueEntry } from '../catalogue/entry.ts';

export interface EntryFamily {
  readonly entry: CatalogueEntry;
  /** False for a parent that was not selected: it is listed for its children, and not written. */
  readonly isWanted: boolean;
  readonly children: readonly EntryFamily[];
}

/** Throws when an entry names a parent that the catalogue does not have. */
export function familiesOf(
  entries: readonly CatalogueEntry[],
  byKey: ReadonlyMap<string, CatalogueEntry>,
): EntryFamily[] {
  const needed = new Map(entries.map((entry) => [entry.key, entry]));
  for (const entry of needed.values()) {
    if (entry.parent === undefined) continue;
    const parent = byKey.get(entry.parent);
    if (!parent)
      throw new Error(`${entry.key} has the parent ${entry.parent}, which is not in the catalogue`);
    // Entries added during the iteration are visited too, so grandparents are included.
    if (!needed.has(parent.key)) needed.set(parent.key, parent);
  }
  const requested = new Set(entries.map(({ key }) => key));
  const below = Map.groupBy([...needed.values()], ({ parent }) => parent);
  const toFamily = (entry: CatalogueEntry): EntryFamily => ({
    entry,
    isWanted: requested.has(entry.key),
    children: (below.get(entry.key) ?? []).map(toFamily),
  });
  return (below.get(undefined) ?? []).map(toFamily);
}
