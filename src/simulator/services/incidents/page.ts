/** Pages of Incident Manager's lists. */

import type { CallContext } from '../../service.ts';
import { pageOf } from '../../world/pages.ts';
import { invalid } from './state.ts';

interface Requested {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

interface PagedItems<T> {
  readonly scope: string;
  readonly items: readonly T[];
}

const maxPage = 100;

export function page<T extends { readonly arn: string }>(
  { world, caller, now }: CallContext,
  { maxResults = maxPage, nextToken }: Requested,
  { scope, items }: PagedItems<T>,
) {
  if (maxResults < 1 || maxResults > maxPage) {
    throw invalid(`maxResults must be between 1 and ${maxPage}.`);
  }
  const found = pageOf({
    items,
    key: ({ arn }) => arn,
    token: nextToken,
    size: Math.min(maxResults, world.pageSize),
    scope: `incidents ${scope} ${caller.accountId}`,
    now,
  });
  if (!found) throw invalid('The token is not valid.');
  return { items: found.items, token: found.next === undefined ? {} : { nextToken: found.next } };
}
