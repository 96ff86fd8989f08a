/** The entries of the catalogue that a command is about. */

import { withBreadth } from '../../../inventory/catalogue/breadth.ts';
import {
  type Catalogue,
  loadCatalogue,
  selectEntries,
} from '../../../inventory/catalogue/catalogue.ts';
import type { CatalogueEntry } from '../../../inventory/catalogue/entry.ts';
import { withParents } from '../../../inventory/catalogue/lineage.ts';
import type { CatalogueValues } from './catalogue-options.ts';

export interface SelectedCatalogue {
  readonly catalogue: Catalogue;
  readonly entries: readonly CatalogueEntry[];
}

/** Throws a `FlotillaError` for services and types that the catalogue does not have. */
export function readCatalogue({ services, types, breadth }: CatalogueValues): SelectedCatalogue {
  const catalogue = breadth ? withBreadth(loadCatalogue()) : loadCatalogue();
  const selection = { ...(services && { services }), ...(types && { types }) };
  return { catalogue, entries: selectEntries(catalogue, selection) };
}

/** With the types that these are listed below: a role needs permissions for them as well. */
export function entriesWithParents(values: CatalogueValues): readonly CatalogueEntry[] {
  const { catalogue, entries } = readCatalogue(values);
  return withParents(entries, catalogue.byKey);
}

/** For policies that are made for types of Cloud Control. */
export const breadthNote =
  "Cloud Control reads each service with the role's own permissions, which no list contains: attach AWS's ReadOnlyAccess to the role as well";
