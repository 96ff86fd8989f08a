/** Which actions are needed in which region, and for which types. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { lineageOf } from '../catalogue/lineage.ts';
import type { EntryInRegion } from './entries-in-regions.ts';

export interface NeededAction {
  readonly action: string;
  readonly region: string;
  /** Keys of the types that need it. */
  readonly types: readonly string[];
}

/** Sorted by action. Parents are included: their children cannot be listed without them. */
export function neededActionsOf(
  places: readonly EntryInRegion[],
  byKey: ReadonlyMap<string, CatalogueEntry>,
): readonly NeededAction[] {
  const needs = new Map<string, Omit<NeededAction, 'types'> & { readonly types: Set<string> }>();
  for (const { entry, region } of places) {
    for (const action of lineageOf(entry, byKey).flatMap(({ actions }) => actions)) {
      const key = `${action} ${region}`;
      const need = needs.get(key) ?? { action, region, types: new Set<string>() };
      need.types.add(entry.key);
      needs.set(key, need);
    }
  }
  return [...needs.keys()].sort().flatMap((key) => {
    const need = needs.get(key);
    return need ? [{ ...need, types: [...need.types].sort() }] : [];
  });
}
