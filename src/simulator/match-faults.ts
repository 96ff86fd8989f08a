/** Matches calls, events and builds against fault rules. */

import { type Random, randomFrom } from '../model/random.ts';
import type { WireCall } from '../wire/message.ts';
import type { BuildFaultRule, CallFaultRule, EventFaultRule, Fault, FaultRule } from './faults.ts';
import type { CallerIdentity } from './world/caller.ts';
import type { FaultyEvent } from './world/world.ts';

export interface Faults {
  /** Adds a rule. Returns a function that removes it. */
  add(rule: FaultRule): () => void;
  /** The matching faults, in the order of their rules. Delays add up; the first other one ends the call. */
  matchCall(call: WireCall, caller: CallerIdentity): readonly Fault[];
  /** Additional delays of an event, one per delivery. */
  delays(event: FaultyEvent): readonly number[];
  /** The matching faults of a build that begins. */
  matchBuild(build: FaultyBuild): readonly BuildFaultRule['fault'][];
}

interface FaultyBuild {
  readonly accountId: string;
  readonly project: string;
}

const onTime: readonly number[] = [0];
/** The second delivery of a duplicated event comes within this time. */
const doubledWithinMs = 600_000;

export function createFaults(seed: string | number, rules: readonly FaultRule[]): Faults {
  const calls = new Set<ActiveRule<CallFaultRule>>();
  const events = new Set<ActiveRule<EventFaultRule>>();
  const builds = new Set<ActiveRule<BuildFaultRule>>();
  let added = 0;
  const add = (rule: FaultRule) => {
    // A random stream per rule, so that one more rule does not affect the others.
    const common = { random: randomFrom(seed, 'fault', added++), seen: 0, applied: 0 };
    if ('event' in rule) return activate(events, { ...common, rule });
    if ('build' in rule) return activate(builds, { ...common, rule });
    return activate(calls, { ...common, rule });
  };
  for (const rule of rules) add(rule);
  return {
    add,
    matchCall: (call, caller) =>
      calls.size === 0
        ? none
        : [...calls].flatMap((entry) =>
            matches(entry.rule, call, caller) && applies(entry) ? [entry.rule.fault] : [],
          ),
    delays: (event) => {
      let delays = onTime;
      for (const entry of events) {
        if (matchesEvent(entry.rule, event) && applies(entry)) delays = changed(delays, entry);
      }
      return delays;
    },
    matchBuild: (build) =>
      [...builds].flatMap((entry) =>
        matchesBuild(entry.rule, build) && applies(entry) ? [entry.rule.fault] : [],
      ),
  };
}

const none: readonly Fault[] = [];

interface ActiveRule<Rule> {
  readonly rule: Rule;
  readonly random: Random;
  seen: number;
  applied: number;
}

function activate<Rule>(all: Set<ActiveRule<Rule>>, entry: ActiveRule<Rule>): () => void {
  all.add(entry);
  return () => {
    all.delete(entry);
  };
}

function changed(
  delays: readonly number[],
  { rule: { fault }, random }: ActiveRule<EventFaultRule>,
): readonly number[] {
  if (fault.lose) return [];
  if (fault.double)
    return delays.flatMap((delay) => [delay, delay + random.integer(doubledWithinMs)]);
  const { delayMs = 0, shuffleMs = 0 } = fault;
  return delays.map((delay) => delay + delayMs + (shuffleMs > 0 ? random.integer(shuffleMs) : 0));
}

function matchesEvent({ event: expected }: EventFaultRule, event: FaultyEvent): boolean {
  return (
    (expected.source === undefined || expected.source === event.source) &&
    (expected.detailType === undefined || expected.detailType === event['detail-type']) &&
    (expected.account === undefined || expected.account === event.account)
  );
}

function matchesBuild({ build: expected }: BuildFaultRule, build: FaultyBuild): boolean {
  return (
    (expected.project === undefined || expected.project === build.project) &&
    (expected.account === undefined || expected.account === build.accountId)
  );
}

function matches(
  rule: CallFaultRule,
  { service, operation, region }: WireCall,
  caller: CallerIdentity,
) {
  return (
    (rule.service === undefined || rule.service === service.name) &&
    (rule.operation === undefined || rule.operation === operation.name) &&
    (rule.account === undefined || rule.account === caller.accountId) &&
    (rule.region === undefined || rule.region === region)
  );
}

function applies(entry: ActiveRule<FaultRule>): boolean {
  const { skip = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = entry.rule;
  if (entry.seen++ < skip || entry.applied >= times) return false;
  if (probability < 1 && !entry.random.chance(probability)) return false;
  entry.applied++;
  return true;
}
