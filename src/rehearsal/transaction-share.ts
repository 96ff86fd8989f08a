/** Counts how many transactions succeed and fail, each once, however often its end is published. */

import type { Verdicts } from './verdicts.ts';

export interface TransactionCounts {
  readonly succeeded: number;
  readonly failed: number;
}

export interface TransactionShare {
  ended(end: {
    readonly identifier: string;
    readonly account: string;
    readonly label: string;
  }): void;
  counts(): TransactionCounts;
  judge(verdicts: Verdicts): void;
}

/** Accounts that a sentence names. */
const maxNamed = 5;

/** `maxShare`: how many may fail, from 0 to 1. */
export function createTransactionShare(maxShare: number): TransactionShare {
  const seen = new Set<string>();
  const counts = { succeeded: 0, failed: 0 };
  /** The latest is last. */
  const failedAccounts = new Set<string>();
  return {
    ended({ identifier, account, label }) {
      if (seen.has(identifier)) return;
      seen.add(identifier);
      if (label.startsWith('Successful')) counts.succeeded++;
      else counts.failed++;
      if (!label.startsWith('Failed')) return;
      failedAccounts.delete(account);
      failedAccounts.add(account);
    },
    counts: () => counts,
    judge(verdicts) {
      const { succeeded, failed } = counts;
      const total = succeeded + failed;
      if (total === 0) return;
      const latest = [...failedAccounts].slice(-maxNamed).toReversed();
      const [accountId] = latest;
      verdicts.judge('no more transactions fail than allowed', {
        holds: failed <= total * maxShare,
        ...(accountId !== undefined && { accountId }),
        sentence: () =>
          `${failed} of ${total} transactions failed (${percent(failed / total)}, allowed ${percent(maxShare)}); the latest in ${latest.join(', ')}`,
      });
    },
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
