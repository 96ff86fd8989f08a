/** The caller's own IAM: every IAM operation concerns the calling account. */

import { callPage } from '../../call-page.ts';
import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { noSuchEntity, validation } from './errors.ts';
import type { Group, IamCreationContext, IamState, Role, User } from './resources.ts';
import { findRole, findUser, iamOf } from './state.ts';

export interface CallerIam {
  readonly account: SimulatedAccount;
  readonly state: IamState;
  readonly making: IamCreationContext;
}

export function callerIam({ world, caller, now }: CallContext): CallerIam {
  const account = callerAccount({ world, caller });
  const state = iamOf(world, account);
  return { account, state, making: { world, account, state, random: world.random, now } };
}

export function roleOf(context: CallContext, name: string): Role {
  const role = findRole(callerIam(context).state, name);
  if (!role) throw noSuchEntity('role', name);
  return role;
}

/** Without a name: the calling user. */
export function userOf(context: CallContext, name: string | undefined): User {
  const { caller } = context;
  const requested = name ?? (caller.kind === 'user' ? caller.name : undefined);
  if (requested === undefined) {
    throw validation('Must specify userName when calling with non-User credentials');
  }
  const user = findUser(callerIam(context).state, requested);
  if (!user) throw noSuchEntity('user', requested);
  return user;
}

export function groupOf(context: CallContext, name: string): Group {
  const group = callerIam(context).state.groups.get(name.toLowerCase());
  if (!group) throw noSuchEntity('group', name);
  return group;
}

interface PagedInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

interface ItemsToPage<T> {
  readonly scope: string;
  readonly items: Iterable<T>;
  readonly key: (item: T) => string;
}

/** A hundred by default, and never more than the simulator's page. */
export function iamPage<T>(
  context: CallContext,
  { Marker, MaxItems = 100 }: PagedInput,
  { scope, items, key }: ItemsToPage<T>,
): {
  readonly items: readonly T[];
  readonly marker: { readonly IsTruncated: boolean; readonly Marker?: string };
} {
  if (MaxItems < 1 || MaxItems > 1_000) {
    throw validation(`Value '${MaxItems}' at 'maxItems' must be between 1 and 1000`);
  }
  const page = callPage(context, {
    items: [...items],
    key,
    token: Marker,
    size: MaxItems,
    scope,
    invalidToken: () => validation('Invalid Marker.'),
  });
  const isTruncated = page.next !== undefined;
  return {
    items: page.items,
    marker: { IsTruncated: isTruncated, ...(page.next !== undefined && { Marker: page.next }) },
  };
}

/** IAM listings are in alphabetical order. */
export function byName<T extends { readonly name: string }>(items: Iterable<T>): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
