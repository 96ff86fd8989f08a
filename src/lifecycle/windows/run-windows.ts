/** Runs the open maintenance windows in this process: plans the next wave of each, and expires its accounts. */

import { payloadEventEntry } from '../../model/payload-event.ts';
import { processMessage } from '../engine/process-message.ts';
import { publishEvents } from '../events/publish-events.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type AdvanceListener, type AdvanceOutcome, advanceMany } from '../sweep/advance-many.ts';
import type { OrganizationSnapshot } from '../sweep/snapshot.ts';
import { planWindows, resumeWindows } from './plan-windows.ts';

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
  await publishRefused(lifecycle, outcomes.filter(isRefused));
  return { open, expired: outcomes.filter(isExpired).length, stopped: closed };
}

function isExpired(outcome: AdvanceOutcome): boolean {
  return outcome.status === 'done' && outcome.decisions.some(({ rule }) => rule === 'window');
}

function isUnfinished(outcome: AdvanceOutcome): boolean {
  return outcome.status === 'failed' ? outcome.failure.retryable : outcome.status !== 'done';
}

type RefusedAccount = Extract<AdvanceOutcome, { readonly status: 'failed' }>;

function isRefused(outcome: AdvanceOutcome): outcome is RefusedAccount {
  return outcome.status === 'failed' && !outcome.failure.retryable;
}

/** Accounts that could not even be read have no record, so they are published here. */
async function publishRefused(
  { hub, inHub }: Lifecycle,
  refused: readonly RefusedAccount[],
): Promise<void> {
  if (refused.length === 0) return;
  const accounts = refused.map(({ accountId, failure }) => `${accountId} (${failure.code})`);
  const payload = {
    account: hub.accountId,
    title: 'Accounts excluded from a maintenance window',
    message: `accounts that could not be expired in the maintenance window: ${accounts.join(', ')}; they are due in the next window`,
  };
  const entry = payloadEventEntry({
    label: 'GenericException',
    payload,
    environment: hub.environment,
  });
  await publishEvents(inHub('events'), [entry]);
}
