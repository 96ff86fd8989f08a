/** What is printed as the summary of runs. */

import * as z from 'zod';

const countSchema = z.strictObject({ name: z.string(), records: z.int(), accounts: z.int() });

export const summarySchema = z.strictObject({
  runs: z.array(
    z.strictObject({
      runId: z.string(),
      date: z.string(),
      isFinished: z.boolean(),
      startedAt: z.string().optional(),
      finishedAt: z.string().optional(),
    }),
  ),
  records: z.int(),
  statuses: z.record(z.string(), z.int()).describe('Number of accounts by status.'),
  services: z.array(countSchema),
  types: z.array(countSchema),
  regions: z.array(countSchema),
  accounts: z.array(
    z.strictObject({
      accountId: z.string(),
      accountName: z.string().optional(),
      status: z.enum(['complete', 'partial', 'failed', 'skipped', 'unfinished']),
      reason: z.string().optional(),
      records: z.int(),
      gaps: z.int(),
    }),
  ),
  gaps: z.array(
    z.strictObject({
      type: z.string().optional().describe('EC2.instance; absent where it is a whole account.'),
      status: z.string(),
      code: z.string().optional(),
      places: z.int().describe('Accounts and regions.'),
      accounts: z.int(),
    }),
  ),
});
