/**
 * State of a service per account, or per account and region: created from the seed on first use, so that an
 * organization of 10,000 accounts costs nothing until it is read.
 */

import { callerAccount } from '../caller-account.ts';
import type { CallContext } from '../service.ts';
import type { SimulatedAccount } from './account.ts';
import type { World } from './world.ts';

export interface PerAccount<State> {
  (world: World, account: SimulatedAccount): State;
  /** The state of the caller's account. */
  ofCall(context: CallContext): State;
  /** The existing state, without creating it: a listing of all accounts must not seed them all. */
  touched(account: SimulatedAccount): State | undefined;
}

export function perAccount<State>(
  create: (world: World, account: SimulatedAccount) => State,
): PerAccount<State> {
  const states = new WeakMap<SimulatedAccount, State>();
  const find = (world: World, account: SimulatedAccount) => {
    const known = states.get(account);
    if (known !== undefined) return known;
    const state = create(world, account);
    states.set(account, state);
    return state;
  };
  return Object.assign(find, {
    ofCall: (context: CallContext) => find(context.world, callerAccount(context)),
    touched: (account: SimulatedAccount) => states.get(account),
  });
}

export interface PerRegion<State> {
  (world: World, account: SimulatedAccount, region: string): State;
  /** The state of the caller's account in the region of the call. */
  ofCall(context: CallContext): State;
}

export function perRegion<State>(
  create: (world: World, account: SimulatedAccount, region: string) => State,
): PerRegion<State> {
  const regions = perAccount(() => new Map<string, State>());
  const find = (world: World, account: SimulatedAccount, region: string) => {
    const states = regions(world, account);
    const known = states.get(region);
    if (known !== undefined) return known;
    const state = create(world, account, region);
    states.set(region, state);
    return state;
  };
  return Object.assign(find, {
    ofCall: (context: CallContext) => find(context.world, callerAccount(context), context.region),
  });
}

/** One state for the whole organization, such as the names of all buckets. */
export function perWorld<State>(create: (world: World) => State): (world: World) => State {
  const states = new WeakMap<World, State>();
  return (world) => {
    const known = states.get(world);
    if (known !== undefined) return known;
    const state = create(world);
    states.set(world, state);
    return state;
  };
}
