/** Names of the views of types: the catalogue's keys. */

import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { standardName } from './open-inventory.ts';
import type { NameOfType } from './type-views.ts';

/** Types that are no longer in the catalogue keep a name. */
export function catalogueNames(): NameOfType {
  const keys = new Map(
    withBreadth(loadCatalogue()).entries.map(({ service, type, key }) => [
      `${service}.${type}`,
      key,
    ]),
  );
  return (service, type) => keys.get(`${service}.${type}`) ?? standardName(service, type);
}
