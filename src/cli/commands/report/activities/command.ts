import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { fileOptions, monthOption } from '../options.ts';
import { activityRowSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Lists completed on-boardings, maintenances and console logins of a month, for all cost centers.',
  examples: [
    { command: 'flotilla report activities' },
    {
      note: 'a past month, for a spreadsheet',
      command: 'flotilla report activities --month 2026-03 --out activities.csv',
    },
  ],
  docs: 'docs/reports.md',
  options: {
    ...settingsOptions,
    ...monthOption('the month in progress'),
    ...fileOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: activityRowSchema },
});
