/** The result of an account that was advanced: in the tally, and in words. */

import type { AdvanceListener, AdvanceOutcome } from '../../../lifecycle/sweep/advance-many.ts';
import type { Tally } from '../../tally.ts';

export const outcomeStatuses = ['done', 'busy', 'failed', 'interrupted', 'not-started'] as const;

/** Counts accounts as they are started and as they end. An account that another worker holds is skipped. */
export function countAccounts(
  tally: Tally,
  onOutcome: (outcome: AdvanceOutcome) => void,
): AdvanceListener {
  return {
    onStart: (accountId) => tally.start(accountId),
    onOutcome(outcome) {
      const { accountId } = outcome;
      if (outcome.status === 'busy') {
        tally.drop(accountId);
        tally.settle(accountId, 'skipped');
      } else settleAccount(tally, outcome);
      onOutcome(outcome);
    },
  };
}

/** Counts an account whose state was set. Another worker that holds it continues from there. */
export function settleAccount(tally: Tally, { accountId, status }: AdvanceOutcome): void {
  switch (status) {
    case 'done':
    case 'failed':
      tally.settle(accountId, status);
      return;
    case 'busy':
    case 'interrupted':
      tally.settle(accountId, 'stopped');
      return;
    case 'not-started':
  }
}

export function detailOf(outcome: AdvanceOutcome): string {
  switch (outcome.status) {
    case 'done':
      return outcome.decisions.map(({ why }) => why).join('; ');
    case 'busy':
      return 'another worker has it in progress';
    case 'failed':
      return `${outcome.failure.message} (${outcome.failure.code})`;
    case 'interrupted':
      return 'interrupted while it was in progress; the next sweep continues it';
    case 'not-started':
      return 'interrupted before it was started';
  }
}
