/** Transactions in the format of the existing system: with all tags of the account, and at the end their duration. */

import { createHash } from 'node:crypto';
import type {
  Activity,
  ActivityLabel,
  ExceptionLabel,
  Payload,
} from '../../model/payload-event.ts';
import type { Transaction, TransactionKind } from '../model/lifecycle-record.ts';
import type { ObservedTags } from '../model/observation.ts';

interface Beginning {
  readonly kind: TransactionKind;
  readonly accountId: string;
  readonly tags: ObservedTags;
  /** Key of the tag that names the cost center. */
  readonly costTag: string;
  /** Milliseconds. */
  readonly now: number;
}

export function beginTransaction({ kind, accountId, tags, costTag, now }: Beginning): Transaction {
  return {
    ...tags,
    'cost-center': costCenterOf(tags, costTag),
    transaction: kind,
    account: accountId,
    begin: now / 1000,
  };
}

function costCenterOf(tags: ObservedTags, costTag: string): string {
  return tags[costTag] || 'NoCostTag';
}

const successes: Readonly<Record<TransactionKind, ActivityLabel>> = {
  'on-boarding': 'SuccessfulOnBoardingEvent',
  maintenance: 'SuccessfulMaintenanceEvent',
};

export function endTransaction(
  transaction: Transaction,
  now: number,
): { readonly label: ActivityLabel; readonly payload: Activity } {
  const end = now / 1000;
  const { begin } = transaction;
  return {
    label: successes[transaction.transaction],
    payload: {
      ...transaction,
      end,
      duration: end - begin,
      identifier: identifierOf(transaction),
    },
  };
}

const failures: Readonly<
  Record<TransactionKind, { readonly label: ExceptionLabel; readonly what: string }>
> = {
  'on-boarding': { label: 'FailedOnBoardingException', what: 'on-boarding' },
  maintenance: { label: 'FailedMaintenanceException', what: 'maintenance' },
};

export function failTransaction(
  transaction: Transaction,
  reason: string,
): { readonly label: ExceptionLabel; readonly payload: Payload } {
  const { label, what } = failures[transaction.transaction];
  return {
    label,
    payload: {
      ...transaction,
      identifier: identifierOf(transaction),
      title: `Failed ${what} of account '${transaction.account}'`,
      message: `The ${what} of account ${transaction.account} did not end with a release: ${reason}.`,
    },
  };
}

/**
 * Returns the same identifier for the same transaction. An interrupted worker publishes its end again, and consumers
 * must recognise it.
 */
function identifierOf({ account, transaction, begin }: Transaction): string {
  const hash = createHash('sha256').update(`${account} ${transaction} ${begin}`).digest('hex');
  const [a, b, c, d] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(13, 16),
    hash.slice(17, 20),
  ];
  return `${a}-${b}-8${c}-8${d}-${hash.slice(20, 32)}`;
}
