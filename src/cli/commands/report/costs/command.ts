import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { folderOptions, monthOption } from '../options.ts';
import { costsSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Prints the charges of a month by cost center, and whether they add up to the total of the organization. With --out it writes every file of the monthly reports. Cost Explorer charges $0.01 for each request, which the closing line counts.',
  examples: [
    { command: 'flotilla report costs' },
    {
      note: 'every workbook of a past month, below reports/',
      command: 'flotilla report costs --month 2026-03 --out reports --format xlsx',
    },
  ],
  docs: 'docs/reports.md',
  options: {
    ...settingsOptions,
    ...monthOption('the month before'),
    ...folderOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: costsSchema },
});
