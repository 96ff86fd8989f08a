/** An entry with its ancestors: listing children requires their parents first. */

import type { CatalogueEntry } from './entry.ts';

/** Returns the entry, its parent, and so on. */
export function lineageOf(
  entry: CatalogueEntry,
  byKey: ReadonlyMap<string, CatalogueEntry>,
): readonly CatalogueEntry[] {
  const parent = entry.parent === undefined ? undefined : byKey.get(entry.parent);
  return parent ? [entry, ...lineageOf(parent, byKey)] : [entry];
}

/** Returns these entries with all their ancestors, each once. */
export function withParents(
  entries: readonly CatalogueEntry[],
  byKey: ReadonlyMap<string, CatalogueEntry>,
): readonly CatalogueEntry[] {
  return [...new Set(entries.flatMap((entry) => lineageOf(entry, byKey)))];
}
