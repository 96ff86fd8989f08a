/** What Cloud Control answers, as a record holds it: the properties themselves, and which of CloudFormation's types it is. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { isStructure, type Structure } from './path.ts';

export function resourceOf({ cloudFormation }: CatalogueEntry, item: Structure): Structure {
  if (!cloudFormation) return item;
  const { Properties: properties } = item;
  return {
    CloudFormationType: cloudFormation.type,
    ...(isStructure(properties) ? properties : { Properties: properties }),
  };
}
