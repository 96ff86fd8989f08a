/**
 * State of a service per account, or per account and region: created from the seed on first use, so that an
 * organization of 10,000 accounts costs nothing until it is read.
 */

import type { SimulatedAccount } from './account.ts';
import type { World } from './world.ts';

export interface PerAccount<State> {
  (world: World, account: SimulatedAccount): State;
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
  return Object.assign(find, { touched: (account: SimulatedAccount) => states.get(account) });
}

export function perRegion<State>(
  create: (world: World, account: SimulatedAccount, region: string) => State,
): (world: World, account: SimulatedAccount, region: string) => State {
  const regions = perAccount(() => new Map<string, State>());
  return (world, account, region) => {
    const states = regions(world, account);
    const known = states.get(region);
    if (known !== undefined) return known;
    const state = create(world, account, region);
    states.set(region, state);
    return state;
  };
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
