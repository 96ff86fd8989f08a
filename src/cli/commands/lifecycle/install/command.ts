import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { changeSchema } from '../change.ts';

export const command = defineCommand({
  description:
    'Creates what the automation account lacks: four tables, three queues, the topic of exceptions with its subscriptions, the key of acknowledgements if documents are sent to holders, and a policy of the event bus that accepts events of the organization. Existing tables and queues are kept as they are.',
  examples: [
    { command: 'flotilla lifecycle install --settings settings.yaml --dry-run' },
    { note: 'in a pipeline', command: 'flotilla lifecycle install --yes' },
  ],
  docs: 'docs/personal-accounts.md',
  options: { ...settingsOptions, ...dryRunOptions, ...awsOptions },
  confirm: 'destructive',
  output: { kind: 'rows', schema: changeSchema },
});
