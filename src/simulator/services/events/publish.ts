/** Delivers an event on a bus to the targets of the matching rules, each a moment later. */

import type { World } from '../../world/world.ts';
import { deliver } from './deliver.ts';
import { makeEvent, type NewEvent, type SimulatedEvent } from './event.ts';
import { type Bus, busesOf, type EventRule, type RuleTarget } from './state.ts';

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

export function dispatch(world: World, bus: Bus, event: SimulatedEvent, now: number): void {
  for (const rule of bus.rules.values()) {
    if (!rule.enabled || rule.targets.size === 0 || !rule.matches?.(event)) continue;
    for (const target of rule.targets.values()) send(world, { bus, rule, target, event }, now);
  }
}

export interface Delivery {
  readonly bus: Bus;
  readonly rule: EventRule;
  readonly target: RuleTarget;
  readonly event: SimulatedEvent;
}

/** The usual half second; faults lose, delay or duplicate the event. */
const delayMs = 500;

function send(world: World, delivery: Delivery, now: number): void {
  for (const extraMs of world.eventFaults(delivery.event)) {
    world.timeline.schedule(now + delayMs + extraMs, (at) => deliver(world, delivery, at));
  }
}
