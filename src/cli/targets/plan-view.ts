/** How the plan of a run looks: who would run, with which role, and why the others would not. */

import type { View } from '../output/printer.ts';
import type { PlanRecord } from './output-schema.ts';

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
      title: 'Would not run',
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
