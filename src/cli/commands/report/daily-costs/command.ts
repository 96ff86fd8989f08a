import * as z from 'zod';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { readDay } from '../../../../reports/month.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { checkedText, flag } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';

export const dailyCostSchema = z.strictObject({
  day: z.string(),
  costCenter: z.string(),
  usd: z.number(),
});

export const command = defineCommand({
  description:
    'Lists the costs of a day by cost center. With --send they are sent as the metric DailyCostsByCostCenter, as the scheduled function does every night: to fill a day that it missed. CloudWatch accepts the last two weeks. Cost Explorer charges $0.01 for each request.',
  examples: [
    { command: 'flotilla report daily-costs' },
    { note: 'fill a gap', command: 'flotilla report daily-costs --day 2026-03-14 --send' },
  ],
  docs: 'docs/reports.md',
  options: {
    ...settingsOptions,
    day: checkedText('day', dayProblem)
      .describe('day, as YYYY-MM-DD (default: the day before yesterday)')
      .optional(),
    send: flag().describe('send the metric to CloudWatch'),
    ...awsOptions,
  },
  output: { kind: 'rows', schema: dailyCostSchema },
});

function dayProblem(value: string): string | undefined {
  try {
    readDay(value);
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : 'is not a day; give YYYY-MM-DD';
  } catch (error) {
    if (error instanceof FlotillaError) return 'is not a day; give YYYY-MM-DD';
    throw error;
  }
}
