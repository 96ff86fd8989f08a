/** A Cloud Control response as a record stores it: the properties, and the CloudFormation type. */

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
