/** Computes the next record of an account: its transaction, its deadline, its OU path. */

import type { EntrySettings } from '../../settings/settings.ts';
import type { LifecycleRecord, Transaction, TransactionKind } from '../model/lifecycle-record.ts';
import type { Observation } from '../model/observation.ts';
import type { EngineAccess } from './engine-access.ts';
import { beginTransaction } from './transaction.ts';

export function transactionAfter(
  access: EngineAccess,
  { account, transaction }: Observation,
  kind: TransactionKind | undefined,
): { readonly transaction: Transaction | undefined } {
  if (kind === undefined) return { transaction };
  const costTag = access.settings.features.withCostManagementTag ?? 'cost-center';
  const beginning = { kind, accountId: account.id, tags: account.tags, costTag, now: access.now() };
  return { transaction: beginTransaction(beginning) };
}

/** A step that starts late, because the end of the previous one was noticed late, still has one hour. */
const minStepMs = 3_600_000;

export function withMinStepTime(
  { startedAt }: Pick<NonNullable<LifecycleRecord['step']>, 'startedAt'>,
  work: LifecycleRecord,
): LifecycleRecord {
  return { ...work, deadline: Math.max(work.deadline, startedAt + minStepMs) };
}

/** A new transaction has a new deadline; a failed one is deleted, but its failures are still counted. */
export function recordAfter(
  access: EngineAccess,
  { account, item, work }: Observation,
  begin: TransactionKind | undefined,
): LifecycleRecord {
  const now = access.now();
  const { failed, ...kept } = work ?? newLifecycleRecord(now);
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

export function newLifecycleRecord(deadline: number): LifecycleRecord {
  return { version: 2, deadline, errors: 0, failures: 0 };
}

function deadlineMs({ deadlines }: EntrySettings, kind: TransactionKind): number {
  const { onBoardingSeconds, maintenanceSeconds } = deadlines;
  return 1000 * (kind === 'on-boarding' ? onBoardingSeconds : maintenanceSeconds);
}
