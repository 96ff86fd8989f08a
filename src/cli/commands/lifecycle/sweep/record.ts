/** What is printed about an account that the sweep advances. */

import * as z from 'zod';
import { outcomeStatuses } from '../account-outcome.ts';

export const sweepRecordSchema = z.strictObject({
  accountId: z.string(),
  reason: z
    .enum(['left', 'forgotten', 'open', 'drifted', 'window'])
    .describe(
      'left: closed or no longer managed. forgotten: no record of it. open: a transaction is open. drifted: its tags differ. window: expired by an open window.',
    ),
  status: z.enum(['planned', ...outcomeStatuses]),
  detail: z.string(),
});

export type SweepRecord = Readonly<z.output<typeof sweepRecordSchema>>;
