/** Fault rules at work: which of them strikes this call. */

import type { Fault, FaultRule } from './faults.ts';
import type { WireCall } from './wire/message.ts';
import type { Caller } from './world/caller.ts';
import { type Random, randomFrom } from './world/random.ts';

export interface Faults {
  /** Answers what takes the rule away again. */
  add(rule: FaultRule): () => void;
  /** The faults that strike, in the order of their rules. Delays add up; the first other one ends the call. */
  strike(call: WireCall, caller: Caller): readonly Fault[];
}

export function createFaults(seed: string | number, rules: readonly FaultRule[]): Faults {
  const armed = new Set<Armed>();
  let added = 0;
  const add = (rule: FaultRule) => {
    // A stream per rule, so that one more rule changes nothing for the others.
    const entry = { rule, random: randomFrom(seed, 'fault', added++), seen: 0, struck: 0 };
    armed.add(entry);
    return () => {
      armed.delete(entry);
    };
  };
  for (const rule of rules) add(rule);
  return {
    add,
    strike: (call, caller) =>
      armed.size === 0
        ? none
        : [...armed].flatMap((entry) =>
            matches(entry.rule, call, caller) && strikes(entry) ? [entry.rule.fault] : [],
          ),
  };
}

const none: readonly Fault[] = [];

interface Armed {
  readonly rule: FaultRule;
  readonly random: Random;
  seen: number;
  struck: number;
}

function matches(rule: FaultRule, { service, operation, region }: WireCall, caller: Caller) {
  return (
    (rule.service === undefined || rule.service === service.name) &&
    (rule.operation === undefined || rule.operation === operation.name) &&
    (rule.account === undefined || rule.account === caller.accountId) &&
    (rule.region === undefined || rule.region === region)
  );
}

function strikes(entry: Armed): boolean {
  const { skip = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = entry.rule;
  if (entry.seen++ < skip || entry.struck >= times) return false;
  if (probability < 1 && !entry.random.chance(probability)) return false;
  entry.struck++;
  return true;
}
