import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { deadLetterSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Shows the events that no handler could process, even after retries, and handles them again. An event that is handled is deleted from the queue.',
  examples: [
    { command: 'flotilla lifecycle redrive --dry-run' },
    { command: 'flotilla lifecycle redrive --yes' },
  ],
  notes: ['Events that were read are invisible for 15 minutes, also to the next redrive.'],
  docs: 'docs/personal-accounts.md',
  options: { ...settingsOptions, ...dryRunOptions, ...awsOptions },
  confirm: 'destructive',
  output: { kind: 'rows', schema: deadLetterSchema },
});
