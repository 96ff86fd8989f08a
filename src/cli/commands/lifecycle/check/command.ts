import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { settingsOptions } from '../../settings/settings-options.ts';

export const anomalySchema = z.strictObject({
  accountId: z.string(),
  severity: z.enum(['error', 'warning']),
  code: z
    .enum([
      'no-holder',
      'invalid-holder',
      'no-state',
      'unknown-state',
      'transient-state',
      'overdue',
      'failed',
      'tag-differs',
    ])
    .describe('Stable, for scripts.'),
  message: z.string(),
});

export const command = defineCommand({
  description:
    'Checks every managed account: holder, state, tags of the settings, deadlines. Exits with 2 when something needs attention.',
  examples: [{ command: 'flotilla lifecycle check --settings settings.yaml' }],
  docs: 'docs/personal-accounts.md',
  options: { ...settingsOptions, ...awsOptions },
  output: { kind: 'rows', schema: anomalySchema },
});
