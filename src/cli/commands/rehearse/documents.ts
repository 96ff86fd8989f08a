/** What `flotilla rehearse` prints: a report, a comparison of two, or an account at one moment. */

import * as z from 'zod';
import { journalEntrySchema } from '../../../rehearsal/journal.ts';

const counts = z.record(z.string(), z.number());
const builds = z.strictObject({
  succeeded: z.number(),
  failed: z.number(),
  minutes: z.number().describe('As AWS bills them: every minute that was begun.'),
});

const reportSchema = z.strictObject({
  accounts: z.number(),
  days: z.number().describe('Days that were rehearsed: fewer than asked for when interrupted.'),
  byState: counts,
  transitions: z.number(),
  transactions: z
    .strictObject({
      succeeded: z.number(),
      failed: z.number(),
      leftOut: z
        .number()
        .describe(
          'Accounts that a window found released and did not expire, once for each window.',
        ),
    })
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

const comparisonSchema = z.strictObject({
  settings: z.tuple([z.string(), z.string()]),
  seed: z.string(),
  differences: z.array(z.strictObject({ what: z.string(), first: z.number(), second: z.number() })),
});

const momentSchema = z.strictObject({
  account: z.string(),
  until: z.string().describe('ISO, UTC.'),
  state: z.string(),
  since: z.string().optional().describe('When the state was set.'),
  action: journalEntrySchema.optional().describe('The last decision that did more than wait.'),
  decision: journalEntrySchema.optional().describe('The last decision, with its reason.'),
  entries: z.array(journalEntrySchema).describe('The latest of the account, oldest first.'),
});

export const rehearsalSchema = z
  .union([reportSchema, comparisonSchema, momentSchema])
  .describe('The report; with --compare what differs; with --account an account at one moment.');

export type ReportDocument = z.output<typeof reportSchema>;
export type ComparisonDocument = z.output<typeof comparisonSchema>;
export type MomentDocument = z.output<typeof momentSchema>;
