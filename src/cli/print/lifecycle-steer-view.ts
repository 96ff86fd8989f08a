/** How accounts look that are given another state. */

import type { View } from '../output/printer.ts';

export interface SteerRecord {
  readonly accountId: string;
  readonly name?: string;
  readonly before?: string;
  readonly after: string;
  /** What follows, or what became of it. */
  readonly next: string;
  readonly status: 'planned' | 'done' | 'busy' | 'failed' | 'not-started';
}

export const steerView: View<SteerRecord> = {
  tables: (records) => [
    {
      heads: ['Account', 'Name', 'From', 'To', 'Status', 'Then'],
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
