/** What is written down about an account that is being worked on: its transaction, its deadline, where it lies. */

import type { ItemSettings } from '../../settings/settings.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Observation } from './observation.ts';
import { beginTransaction } from './transaction.ts';
import type { Transaction, TransactionKind, Work } from './work.ts';

export function begun(
  { settings, clock }: Lifecycle,
  { account, transaction }: Observation,
  kind: TransactionKind | undefined,
): { readonly transaction: Transaction | undefined } {
  if (kind === undefined) return { transaction };
  const costTag = settings.features.withCostManagementTag ?? 'cost-center';
  const beginning = { kind, accountId: account.id, tags: account.tags, costTag, now: clock.now() };
  return { transaction: beginTransaction(beginning) };
}

/** What begins late, because nobody noticed that the step before it had ended, has an hour all the same. */
const leastStepMs = 3_600_000;

export function withTimeFor({ startedAt }: NonNullable<Work['step']>, work: Work): Work {
  return { ...work, deadline: Math.max(work.deadline, startedAt + leastStepMs) };
}

/** A new transaction has a new deadline; a failed one is forgotten, but not how often it failed. */
export function workOf(
  lifecycle: Lifecycle,
  { account, item, work }: Observation,
  begin: TransactionKind | undefined,
): Work {
  const now = lifecycle.clock.now();
  const { failed, ...kept } = work ?? freshWork(now);
  const { name, email, parents, readAt } = account;
  const facts = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    parents: [...parents],
    at: readAt,
  };
  const deadline = begin && item ? now + deadlineMs(item, begin) : kept.deadline;
  return { ...kept, deadline, facts };
}

export function freshWork(deadline: number): Work {
  return { version: 1, deadline, troubles: 0, failures: 0 };
}

function deadlineMs({ deadlines }: ItemSettings, kind: TransactionKind): number {
  const { onBoardingSeconds, maintenanceSeconds } = deadlines;
  return 1000 * (kind === 'on-boarding' ? onBoardingSeconds : maintenanceSeconds);
}
