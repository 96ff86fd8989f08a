/** Pages of a call: of its own account and region, and no larger than the simulator's pages. */

import type { AwsError } from '../wire/aws-error.ts';
import type { CallContext } from './service.ts';
import { pageOf } from './world/pages.ts';

export interface CallListing<T> {
  readonly items: readonly T[];
  /** Unique within the list. */
  readonly key: (item: T) => string;
  readonly token: string | undefined;
  /** The maximum that the caller requested, or the service's default. */
  readonly size: number;
  /** Whether pages may be larger than the simulator's page size. Default false. */
  readonly isUnlimited?: boolean;
  /** The operation and all its filters: a token of another listing is invalid. */
  readonly scope: string;
  /** The service's own error for an invalid token. */
  readonly invalidToken: () => AwsError;
}

export interface CallPage<T, Member extends string> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  /** The member of the output that continues the listing; empty on the last page. */
  readonly token: { readonly [Name in Member]?: string };
}

export function callPage<T>(
  context: CallContext,
  listing: CallListing<T>,
): CallPage<T, 'NextToken'>;
export function callPage<T, Member extends string>(
  context: CallContext,
  listing: CallListing<T>,
  member: Member,
): CallPage<T, Member>;
export function callPage<T>(
  { world, caller, region, now }: CallContext,
  { invalidToken, isUnlimited = false, ...listing }: CallListing<T>,
  member = 'NextToken',
): CallPage<T, string> {
  const page = pageOf({
    ...listing,
    size: isUnlimited ? listing.size : Math.min(listing.size, world.pageSize),
    scope: `${caller.accountId} ${region} ${listing.scope}`,
    now,
  });
  if (!page) throw invalidToken();
  const { items, next } = page;
  return { items, next, token: next === undefined ? {} : { [member]: next } };
}
