/** Which targets will run: read in full before anything starts, so that the operator can be informed and asked. */

import type { Fleet } from '../../aws/open-fleet.ts';
import { targetKey } from '../../fleet/outcome-record.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { type PlannedTarget, planTargets } from '../../fleet/targets.ts';
import type { Account } from '../../model/account.ts';
import type { Io } from '../io.ts';
import { count } from '../output/text.ts';
import { startCounting } from '../progress/counting.ts';

/** What a run is about to do. Skipped accounts stay in, for they are outcomes too. */
export interface Plan {
  readonly planned: readonly PlannedTarget[];
  /** Targets that run. */
  readonly running: readonly Exclude<PlannedTarget, { plan: 'skip' }>[];
  readonly skipped: readonly Extract<PlannedTarget, { plan: 'skip' }>[];
  /** Targets that an earlier run has done. */
  readonly alreadyDone: readonly PlannedTarget[];
}

/** Throws a `FlotillaError` for credentials, an organization or a selection that cannot be used. */
export async function readPlan(
  fleet: Fleet,
  settings: RunSettings,
  io: Io,
): Promise<PlannedTarget[]> {
  const reading = (number: number) => `reading the organization … ${count(number, 'account')}`;
  const counting = startCounting(reading, io);
  const planned: PlannedTarget[] = [];
  let latest: Account | undefined;
  try {
    for await (const one of planTargets(fleet, settings, io.signal)) {
      planned.push(one);
      // Targets of one account follow each other.
      if (accountOf(one) !== latest) counting.add();
      latest = accountOf(one);
    }
  } finally {
    counting.stop();
  }
  // A reader that was cancelled may end without an error, having read only a part.
  io.signal.throwIfAborted();
  return planned;
}

export function accountOf(one: PlannedTarget): Account {
  return one.plan === 'skip' ? one.skipped.target.account : one.target.account;
}

/** Leaves out what is done already. */
export function makePlan(read: readonly PlannedTarget[], done: ReadonlySet<string>): Plan {
  const isDone = (one: PlannedTarget) =>
    one.plan === 'run' && done.has(targetKey(one.target.account.id, one.target.region));
  const planned = read.filter((one) => !isDone(one));
  return {
    planned,
    running: planned.filter((one) => one.plan !== 'skip'),
    skipped: planned.filter((one) => one.plan === 'skip'),
    alreadyDone: read.filter(isDone),
  };
}

/** `116 accounts`, or `232 targets in 116 accounts`. */
export function describeTargets(running: Plan['running']): string {
  const accounts = new Set(running.map(({ target }) => target.account.id)).size;
  const inAccounts = count(accounts, 'account');
  return accounts === running.length
    ? inAccounts
    : `${count(running.length, 'target')} in ${inAccounts}`;
}
