/** Options that several reports have. */

import { FlotillaError } from '../../../model/flotilla-error.ts';
import { monthOf, readMonth } from '../../../reports/month.ts';
import { checkedText, choice, choices, flag, text } from '../../options/kinds.ts';

function monthProblem(value: string): string | undefined {
  try {
    readMonth(value);
    return /^\d{4}-\d{2}$/.test(value) ? undefined : 'is not a month; give YYYY-MM';
  } catch (error) {
    if (error instanceof FlotillaError) return 'is not a month; give YYYY-MM';
    throw error;
  }
}

export const monthOption = (byDefault: string) => ({
  month: checkedText('month', monthProblem)
    .describe(`month, as YYYY-MM (default: ${byDefault})`)
    .optional(),
});

/** Formats of a file with one table. */
export const tableFormats = ['csv', 'xlsx', 'json', 'html'] as const;
export type TableFormat = (typeof tableFormats)[number];

const overwriteOptions = {
  overwrite: flag().describe('with --out, replace what is there'),
};

export const fileOptions = {
  out: text('file', 'print only', { completion: 'file' })
    .describe('write the report to a new file')
    .optional(),
  format: choice('format', tableFormats)
    .describe('format of the file (default: by its name, or csv)')
    .optional(),
  ...overwriteOptions,
};

export const folderOptions = {
  out: text('folder', 'print only', { completion: 'folder' })
    .describe('write all files below a folder')
    .optional(),
  format: choices('formats', ['csv', 'xlsx', 'html'])
    .describe('with --out, which files (default: all)')
    .optional(),
  ...overwriteOptions,
};

/** The month of the option, or the default. Throws for a month that has not begun; `now` in milliseconds. */
export function pastMonth(month: string | undefined, byDefault: string, now: number): string {
  const current = monthOf(now);
  if (month === undefined || month <= current) return month ?? byDefault;
  throw new FlotillaError(
    'InvalidInput',
    `--month: ${month} is in the future; give a month until ${current}`,
  );
}
