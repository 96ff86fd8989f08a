/** How the status of the fleet looks. */

import type { DocumentView } from '../../../output/printer.ts';
import { ageText, shortTime } from '../time-text.ts';
import type { AccountStatusRecord, StatusDocument } from './record.ts';

export const statusView: DocumentView<StatusDocument> = {
  tables: ({ byState, moving }) => [
    {
      title: 'Accounts by state',
      heads: ['State', 'Accounts'],
      rows: Object.entries(byState)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([state, number]) => [state, number.toLocaleString('en-US')]),
    },
    {
      title: 'Accounts',
      heads: ['Account', 'Name', 'State', 'Age', 'Transaction', 'Deadline', 'Note'],
      rows: moving.map(rowOf),
      wraps: true,
    },
  ],
  rows: ({ moving }) => moving,
};

function rowOf(account: AccountStatusRecord): readonly string[] {
  const { id, name = '', state = 'none', ageSeconds, transaction = '', deadline = '' } = account;
  return [id, name, state, ageText(ageSeconds), transaction, shortTime(deadline), noteOf(account)];
}

function noteOf({ failed, overdue, build, active }: AccountStatusRecord): string {
  if (!active) return 'the account is not active';
  if (failed !== undefined) return `failed: ${failed}`;
  if (overdue) return 'overdue';
  return build === undefined ? '' : `waits for ${build}`;
}
