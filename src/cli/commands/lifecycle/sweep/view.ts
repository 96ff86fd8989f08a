/** How the accounts of a sweep look. */

import type { View } from '../../../output/printer.ts';
import { failedWhere } from '../../../output/table.ts';
import type { SweepRecord } from './record.ts';

export const sweepView: View<SweepRecord> = {
  tables: (records) => [
    {
      heads: ['Account', 'Reason', 'Status', 'Result'],
      isFailed: failedWhere(2, 'failed'),
      rows: records.map(({ accountId, reason, status, detail }) => [
        accountId,
        reason,
        status,
        detail,
      ]),
      wraps: true,
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    reason: ({ reason }) => reason,
    status: ({ status }) => status,
    detail: ({ detail }) => detail,
  },
};
