/** The entries of the catalogue that an inventory is about. */

import { withBreadth } from './breadth.ts';
import { type Catalogue, type EntryChoice, loadCatalogue, selectEntries } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';

export interface CatalogueChoice extends EntryChoice {
  /** Includes the types that only AWS Cloud Control lists. Default false. */
  readonly breadth?: boolean;
}

export interface ChosenEntries {
  readonly catalogue: Catalogue;
  readonly entries: readonly CatalogueEntry[];
}

/** Throws a `FlotillaError` for services and types that the catalogue does not have. */
export function entriesOf({ breadth = false, ...choice }: CatalogueChoice): ChosenEntries {
  const catalogue = breadth ? withBreadth(loadCatalogue()) : loadCatalogue();
  return { catalogue, entries: selectEntries(catalogue, choice) };
}
