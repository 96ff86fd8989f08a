import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { text } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { incidentSchema } from '../record.ts';

export const command = defineCommand({
  description:
    'Resolves an incident whose cause is gone. The next exception of the same account and cause opens another one.',
  examples: [{ command: 'flotilla exceptions resolve oi-0123456789ab --yes' }],
  notes: [
    'Incidents of failed builds, on-boardings and maintenances are resolved when the account is released.',
  ],
  docs: 'docs/exceptions.md',
  arguments: { id: text('id', '').describe('id of an incident, as exceptions list prints it') },
  options: { ...settingsOptions, ...awsOptions },
  confirm: 'destructive',
  output: { kind: 'rows', schema: incidentSchema },
});
