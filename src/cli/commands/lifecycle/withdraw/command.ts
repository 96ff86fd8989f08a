import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { accountChangeSchema } from '../change.ts';
import { accountOptions } from '../options.ts';

export const command = defineCommand({
  description:
    'Removes the baseline from the selected accounts: projects, rules, roles, topic and budget. Shows them and asks first. Tags stay. An account that is still managed gets them again when it is next prepared.',
  examples: [
    { command: 'flotilla lifecycle withdraw --targets 123456789012 --dry-run' },
    { command: "flotilla lifecycle withdraw --name 'sandbox-*'" },
  ],
  docs: 'docs/personal-accounts.md',
  options: { ...accountOptions, ...settingsOptions, ...dryRunOptions, ...awsOptions },
  confirm: 'destructive',
  output: { kind: 'rows', schema: accountChangeSchema },
});
