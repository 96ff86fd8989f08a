import { statementSchema } from '../../../../reports/statement/statement.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { fileOptions, monthOption } from '../options.ts';

export const command = defineCommand({
  description:
    'Prints the statement of a month from the reports bucket: whether the reports add up to the total of the organization, in each currency, and which files belong to them. Exits with 2 when they do not add up.',
  examples: [
    { command: 'flotilla report statement' },
    { command: 'flotilla report statement --month 2026-03 --output json' },
  ],
  docs: 'docs/reports.md',
  options: {
    ...settingsOptions,
    ...monthOption('the month before'),
    ...fileOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: statementSchema },
});
