/** What `flotilla rehearse` prints. */

import { z } from 'zod';
import { journalEntrySchema } from '../../../rehearsal/journal.ts';

const counts = z.record(z.string(), z.number());
const builds = z.strictObject({
  succeeded: z.number(),
  failed: z.number(),
  minutes: z.number().describe('As AWS bills them: every minute that was begun.'),
});

export const rehearsalSchema = z.strictObject({
  accounts: z.number(),
  days: z.number().describe('Days that were rehearsed: fewer than asked for when interrupted.'),
  byState: counts,
  transitions: z.number(),
  transactions: z
    .strictObject({ succeeded: z.number(), failed: z.number() })
    .describe('On-boardings and maintenances that have ended.'),
  builds: z.strictObject({ preparation: builds, purge: builds }),
  dollars: z.number().describe('US dollars for the minutes of the builds.'),
  activities: counts.describe('By label.'),
  exceptions: counts.describe('By label.'),
  handled: z.record(
    z.string(),
    z.strictObject({
      done: z.number(),
      ignored: z.number(),
      failed: z.number(),
      longestSeconds: z.number().describe('The longest invocation, on the simulated clock.'),
    }),
  ),
  killed: z.number().describe('Workers that were killed.'),
  deadLetters: z.number(),
  calls: counts.describe('By service and operation.'),
  invariants: z.array(
    z.strictObject({
      name: z.string(),
      checked: z.number(),
      broken: z.number(),
      examples: z.array(z.string()),
    }),
  ),
  timelines: z
    .array(
      z.strictObject({
        account: z.string(),
        invariant: z.string(),
        entries: z.array(journalEntrySchema),
      }),
    )
    .describe('Of accounts that broke an invariant: what led to it.'),
  fingerprint: z.string().describe('The same for the same seed, options and version.'),
});

export type ReportDocument = z.output<typeof rehearsalSchema>;
