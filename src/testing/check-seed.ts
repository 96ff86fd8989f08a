/** A month of accounts with every kind of fault, and the expected results. */

import { rehearse } from '../rehearsal/rehearse.ts';
import type { FaultRule } from '../simulator/index.ts';

export const maxMs = 300_000;

const faults: readonly FaultRule[] = [
  { event: {}, probability: 0.3, fault: { lose: true } },
  { event: {}, probability: 0.2, fault: { double: true } },
  { event: {}, fault: { shuffleMs: 600_000 } },
  { build: {}, probability: 0.05, fault: { fail: true } },
  { service: 'organizations', probability: 0.01, fault: { throttle: true } },
  { service: 'iam', probability: 0.01, fault: { error: { code: 'ServiceFailure', status: 500 } } },
];

export interface SeedResult {
  /** Violated invariants with examples, and invariants that were never checked. */
  readonly broken: readonly string[];
  /** States other than released of active accounts at the end, on a day without a window. */
  readonly unsettled: readonly string[];
}

const defaultAccounts = 200;

export async function checkSeed(seed: number, accounts = defaultAccounts): Promise<SeedResult> {
  const report = await rehearse({
    accounts,
    days: 30,
    seed,
    sweepHours: 2,
    faults,
    killProbability: 0.05,
  });
  const broken = report.invariants
    .filter(({ broken, checked }) => broken > 0 || checked === 0)
    .map(({ name, examples }) => [name, ...examples].join(': '));
  const unsettled = Object.entries(report.byState)
    .filter(([state, count]) => !settledStates.has(state) && count > accounts / 25)
    .map(([state, count]) => `${count} ${state}`);
  return { broken, unsettled };
}

/** Accounts that were reset, or whose build has failed twice, may be in transition on any day: a few of a hundred. */
const settledStates = new Set(['released', 'suspended']);
