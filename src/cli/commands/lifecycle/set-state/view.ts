/** How accounts look whose state is set. */

import type { View } from '../../../output/printer.ts';
import { failedWhere } from '../../../output/table.ts';
import type { StateChange } from './record.ts';

export const stateChangeView: View<StateChange> = {
  tables: (records) => [
    {
      heads: ['Account', 'Name', 'From', 'To', 'Status', 'Next'],
      isFailed: failedWhere(4, 'failed'),
      rows: records.map(({ accountId, name = '', before = '', after, status, next }) => [
        accountId,
        name,
        before,
        after,
        status,
        next,
      ]),
      wraps: true,
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    name: ({ name }) => name,
    before: ({ before }) => before,
    after: ({ after }) => after,
    status: ({ status }) => status,
    next: ({ next }) => next,
  },
};
