/** Pages of Incident Manager's lists. */

import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
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
  context: CallContext,
  { maxResults = maxPage, nextToken }: Requested,
  { scope, items }: PagedItems<T>,
) {
  if (maxResults < 1 || maxResults > maxPage) {
    throw invalid(`maxResults must be between 1 and ${maxPage}.`);
  }
  const found = callPage(
    context,
    {
      items,
      key: ({ arn }) => arn,
      token: nextToken,
      size: maxResults,
      scope: `incidents ${scope}`,
      invalidToken: () => invalid('The token is not valid.'),
    },
    'nextToken',
  );
  return { items: found.items, token: found.token };
}
