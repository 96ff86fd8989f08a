/** Delivers an event on a bus to the targets of the matching rules, each a moment later. */

import type { World } from '../../world/world.ts';
import { dispatch } from './deliver.ts';
import { makeEvent, type NewEvent } from './event.ts';
import { type Bus, busesOf } from './state.ts';

/** Publishes an event of an AWS service or an account on the default bus of an account and region. */
export function publishEvent(world: World, options: NewEvent): void {
  const bus = defaultBus(world, options.account, options.region);
  if (!bus || !hasListener(bus)) return;
  dispatch(world, bus, makeEvent(world.random, options), options.at);
}

/** Whether a rule could match: an event without listeners need not be created. */
export function hasListener(bus: Bus): boolean {
  return bus.rules.size > 0;
}

export function defaultBus(world: World, accountId: string, region: string): Bus | undefined {
  const account = world.accounts.get(accountId);
  return account && busesOf(world, account, region).get('default');
}
