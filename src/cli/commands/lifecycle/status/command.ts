import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { statusSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Counts managed accounts by state, and lists those in progress: since when, until when, and what they wait for.',
  examples: [
    { command: 'flotilla lifecycle status' },
    {
      note: 'every managed account, for a spreadsheet',
      command: 'flotilla lifecycle status --all --output csv',
    },
  ],
  docs: 'docs/personal-accounts.md',
  options: {
    ...settingsOptions,
    all: flag().describe('list every managed account, and not only those in progress'),
    ...awsOptions,
  },
  output: { kind: 'document', schema: statusSchema },
});
