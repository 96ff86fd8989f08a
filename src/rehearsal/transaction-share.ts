/** Counts how many transactions succeed and fail, each once, however often its end is published. */

import type { Verdicts } from './verdicts.ts';

export interface TransactionCounts {
  readonly succeeded: number;
  readonly failed: number;
  /** Accounts that a window found released and did not expire, once for each window. */
  readonly leftOut: number;
}

export interface TransactionShare {
  ended(end: {
    readonly identifier: string;
    readonly account: string;
    readonly label: string;
  }): void;
  /** A window did not expire the account, and an exception names it. */
  leftOut(accountId: string): void;
  counts(): TransactionCounts;
  judge(verdicts: Verdicts): void;
}

/** Accounts that a sentence names. */
const maxNamed = 5;

/** `maxShare`: how many may fail, from 0 to 1. */
export function createTransactionShare(maxShare: number): TransactionShare {
  const seen = new Set<string>();
  const counts = { succeeded: 0, failed: 0, leftOut: 0 };
  /** The latest is last. */
  const failedAccounts = new Set<string>();
  const remember = (accountId: string) => {
    failedAccounts.delete(accountId);
    failedAccounts.add(accountId);
  };
  return {
    ended({ identifier, account, label }) {
      if (seen.has(identifier)) return;
      seen.add(identifier);
      if (label.startsWith('Successful')) counts.succeeded++;
      else counts.failed++;
      if (label.startsWith('Failed')) remember(account);
    },
    leftOut(accountId) {
      counts.leftOut++;
      remember(accountId);
    },
    counts: () => counts,
    judge(verdicts) {
      const { succeeded, failed, leftOut } = counts;
      const bad = failed + leftOut;
      const total = succeeded + bad;
      if (total === 0) return;
      const latest = [...failedAccounts].slice(-maxNamed).toReversed();
      const [accountId] = latest;
      verdicts.judge('no more transactions fail than allowed', {
        holds: bad <= total * maxShare,
        ...(accountId !== undefined && { accountId }),
        sentence: () =>
          `${failed} of ${total} transactions failed${leftOutText(leftOut)} (${percent(bad / total)}, allowed ${percent(maxShare)}); the latest: ${latest.join(', ')}`,
      });
    },
  };
}

function leftOutText(count: number): string {
  return count === 0 ? '' : `, and windows left ${count} accounts out`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
