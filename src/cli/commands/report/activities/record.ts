/** What is printed about an activity. */

import * as z from 'zod';

export const activityRowSchema = z.strictObject({
  costCenter: z.string(),
  transaction: z.string().describe('on-boarding, maintenance or console-login; - is unknown.'),
  stamp: z.string().describe('When it ended, UTC.'),
  account: z.string(),
  identifier: z.string(),
  durationSeconds: z.number().optional(),
});
