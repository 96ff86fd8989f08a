/** Pages of Organizations: at most twenty, with tokens bound to their listing. */

import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { invalidInput } from './errors.ts';

const largestPage = 20;

interface PagedInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

export interface OrganizationsListing<T> {
  /** The operation and all its filters. */
  readonly scope: string;
  readonly items: readonly T[];
  readonly key: (item: T) => string;
}

export function organizationsPage<T>(
  context: CallContext,
  { NextToken, MaxResults = largestPage }: PagedInput,
  { scope, items, key }: OrganizationsListing<T>,
): { readonly items: readonly T[]; readonly token: { readonly NextToken?: string } } {
  if (MaxResults < 1) throw invalidInput('MIN_VALUE_EXCEEDED');
  if (MaxResults > largestPage) throw invalidInput('MAX_VALUE_EXCEEDED');
  const page = callPage(context, {
    items,
    key,
    token: NextToken,
    size: MaxResults,
    scope,
    invalidToken: () => invalidInput('INVALID_PAGINATION_TOKEN'),
  });
  return { items: page.items, token: page.token };
}
