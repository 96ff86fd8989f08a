import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { maintenanceSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Continues the maintenance windows that are open now: the next wave of released accounts is expired. With --stop, ends them: no other account is expired until the next window. With --plan, shows waves, AWS calls, CodeBuild minutes, cost and duration of each window, and changes nothing.',
  examples: [
    { command: 'flotilla lifecycle maintenance --plan' },
    { note: 'an open window, from a job', command: 'flotilla lifecycle maintenance --yes' },
    {
      note: 'no other account is expired until the next window',
      command: 'flotilla lifecycle maintenance --stop',
    },
  ],
  docs: 'docs/personal-accounts.md',
  options: {
    ...settingsOptions,
    plan: flag().describe('print what each window takes, and change nothing'),
    stop: flag().describe(
      'end the windows that are open now; accounts that were not expired stay released',
    ),
    ...awsOptions,
  },
  confirm: 'destructive',
  output: { kind: 'document', schema: maintenanceSchema },
});
