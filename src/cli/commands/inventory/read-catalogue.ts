/** The entries of the catalogue that a command is about. */

import { type ChosenEntries, entriesOf } from '../../../inventory/catalogue/entries-of.ts';
import type { CatalogueEntry } from '../../../inventory/catalogue/entry.ts';
import { withParents } from '../../../inventory/catalogue/lineage.ts';
import type { CatalogueValues } from './catalogue-options.ts';

/** Throws a `FlotillaError` for services and types that the catalogue does not have. */
export function readCatalogue({ services, types, breadth }: CatalogueValues): ChosenEntries {
  return entriesOf({ breadth, ...(services && { services }), ...(types && { types }) });
}

/** With the types that these are listed below: a role needs permissions for them as well. */
export function entriesWithParents(values: CatalogueValues): readonly CatalogueEntry[] {
  const { catalogue, entries } = readCatalogue(values);
  return withParents(entries, catalogue.byKey);
}

/** For policies that are made for types of Cloud Control. */
export const breadthNote =
  "Cloud Control reads each service with the role's own permissions, which no list contains: attach AWS's ReadOnlyAccess to the role as well";
