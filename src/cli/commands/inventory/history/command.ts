import * as z from 'zod';
import { growthKeys, growthPeriods } from '../../../../inventory/read/growth.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { choice, text } from '../../../options/kinds.ts';
import { locationOptions } from '../runs-options.ts';

export const growthSchema = z.strictObject({
  name: z.string(),
  periods: z.array(
    z.strictObject({
      start: z.string().describe('The first day of the period.'),
      resources: z.int(),
      unread: z
        .int()
        .describe(
          'Types in accounts and regions that were not read: their last number is counted.',
        ),
    }),
  ),
});

export const command = defineCommand({
  description:
    'Counts resources over all finished runs: per type, service, account or region, and per month, week or day.',
  examples: [
    { command: 'flotilla inventory history' },
    { command: 'flotilla inventory history --by account --per week --html growth.html' },
  ],
  notes: [
    'What could not be read in a period counts with its last known number. Such numbers are marked with a "?".',
  ],
  docs: 'docs/ask-inventory.md',
  options: {
    by: choice('what', growthKeys).describe('what is counted').default('type'),
    per: choice('period', growthPeriods).describe('length of a period').default('month'),
    html: text('file', 'print the counts', { completion: 'file' })
      .describe('write a page with charts instead of printing; the page needs no network')
      .optional(),
    ...locationOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: growthSchema },
});
