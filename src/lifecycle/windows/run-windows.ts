/** Runs the open maintenance windows in this process: plans the next wave of each, and expires its accounts. */

import { processMessage } from '../engine/process-message.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type AdvanceListener, type AdvanceOutcome, advanceMany } from '../sweep/advance-many.ts';
import type { OrganizationSnapshot } from '../sweep/snapshot.ts';
import { planWindows, resumeWindows } from './plan-windows.ts';
import { publishRefused, type RefusedAccount } from './publish-refused.ts';

/** What a call of `runWindows` did. */
export interface WindowsReport {
  readonly open: number;
  readonly expired: number;
  /** Reasons of windows that were closed before all their accounts were processed. */
  readonly stopped: readonly string[];
}

export interface WindowsOptions extends AdvanceListener {
  /**
   * Once it is aborted, no account is started. An interrupted wave stays open, and the next call resumes it.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called before accounts are expired. */
  readonly onWave?: ((accountIds: readonly string[]) => void) | undefined;
}

/**
 * Continues all open maintenance windows by one step, wave by wave. Call it until nothing is open, for example every
 * hour.
 */
export async function runWindows(
  lifecycle: Lifecycle,
  snapshot: OrganizationSnapshot,
  { signal, onWave, ...listener }: WindowsOptions = {},
): Promise<WindowsReport> {
  if (signal?.aborted) return { open: 0, expired: 0, stopped: [] };
  const { open, messages, closed } = await planWindows(lifecycle, snapshot);
  const items = messages.map((message) => ({ id: message.account.id, message }));
  onWave?.(items.map(({ id }) => id));
  const outcomes = await advanceMany(
    lifecycle,
    items,
    ({ message }, stopping) => processMessage(lifecycle, message, stopping),
    { signal, ...listener },
  );
  if (outcomes.some(isUnfinished)) await resumeWindows(lifecycle, snapshot);
  const openings = new Map(
    messages.map(({ account, window }) => [account.id, window?.openedAt ?? snapshot.at]),
  );
  const refused = outcomes.flatMap(refusedAccount);
  await publishRefused(
    lifecycle,
    refused.map((one) => ({ ...one, openedAt: openings.get(one.accountId) ?? snapshot.at })),
  );
  return { open, expired: outcomes.filter(isExpired).length, stopped: closed };
}

function isExpired(outcome: AdvanceOutcome): boolean {
  return outcome.status === 'done' && outcome.decisions.some(({ rule }) => rule === 'window');
}

function isUnfinished(outcome: AdvanceOutcome): boolean {
  return outcome.status === 'failed' ? outcome.failure.retryable : outcome.status !== 'done';
}

function refusedAccount(outcome: AdvanceOutcome): readonly Omit<RefusedAccount, 'openedAt'>[] {
  if (outcome.status !== 'failed' || outcome.failure.retryable) return [];
  return [{ accountId: outcome.accountId, code: outcome.failure.code }];
}
