import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { fileOptions } from '../options.ts';
import { accountRowSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Lists the accounts that are or were managed: cost center, owner, OU, state and last login, as in the weekly inventory.',
  examples: [
    { command: 'flotilla report accounts' },
    { note: 'for a spreadsheet', command: 'flotilla report accounts --out accounts.xlsx' },
  ],
  docs: 'docs/reports.md',
  options: { ...settingsOptions, ...fileOptions, ...awsOptions },
  output: { kind: 'rows', schema: accountRowSchema },
});
