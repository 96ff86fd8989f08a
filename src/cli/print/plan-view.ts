/** How the plan of a run looks: who would run, with which role, and why the others would not. */

import type { SkipReason } from '../../model/outcome.ts';
import type { View } from './printer.ts';

export interface PlanRecord {
  readonly type: 'plan';
  readonly accountId: string;
  readonly accountName?: string;
  readonly region?: string;
  readonly runs: boolean;
  readonly roleArn?: string;
  readonly reason?: SkipReason | 'unread' | 'done';
  /** Why it would not run, for people. */
  readonly detail?: string;
}

export const planView: View<PlanRecord> = {
  tables: (records) => [
    {
      title: 'Would run',
      heads: ['Account', 'Name', 'Region', 'Role'],
      rows: records
        .filter(({ runs }) => runs)
        .map(({ accountId, accountName = '', region = '', roleArn = '' }) => [
          accountId,
          accountName,
          region,
          roleArn,
        ]),
    },
    {
      title: 'Would not',
      heads: ['Account', 'Name', 'Region', 'Reason'],
      rows: records
        .filter(({ runs }) => !runs)
        .map(({ accountId, accountName = '', region = '', detail = '' }) => [
          accountId,
          accountName,
          region,
          detail,
        ]),
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    accountName: ({ accountName }) => accountName,
    region: ({ region }) => region,
    runs: ({ runs }) => runs,
    roleArn: ({ roleArn }) => roleArn,
    reason: ({ reason }) => reason,
    detail: ({ detail }) => detail,
  },
};
