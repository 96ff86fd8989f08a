/** The journal of a rehearsal: a header, and a line of JSON for everything that happened. */

import { z } from 'zod';
import { journalKinds } from './report.ts';

/** The first line. Versions change when the meaning of lines does. */
export interface JournalHeader {
  readonly what: 'rehearsal';
  readonly version: 1;
  readonly accounts: number;
  readonly days: number;
  readonly seed: string;
}

export const journalEntrySchema = z.strictObject({
  at: z.string().describe('ISO, UTC.'),
  what: z.enum(journalKinds),
  account: z.string().optional(),
  text: z.string(),
  rule: z.string().optional().describe('Of a decision.'),
  action: z.string().optional().describe('Of a decision: what it does.'),
  by: z
    .string()
    .optional()
    .describe('Why the account was checked; for a state, the principal that set it.'),
});
