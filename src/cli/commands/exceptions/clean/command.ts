import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { wholeNumber } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { incidentSchema } from '../record.ts';

export const command = defineCommand({
  description:
    'Deletes the incidents of this installation that were resolved and have not changed for so many days. Open incidents, and those of others, are kept.',
  examples: [
    { command: 'flotilla exceptions clean --days 90 --yes' },
    { note: 'only list them', command: 'flotilla exceptions clean --days 90 --dry-run' },
  ],
  docs: 'docs/exceptions.md',
  options: {
    ...settingsOptions,
    days: wholeNumber({ min: 1, max: 3_650 }, { fallback: '90' })
      .describe('days since the last change')
      .optional(),
    ...dryRunOptions,
    ...awsOptions,
  },
  confirm: 'destructive',
  output: { kind: 'rows', schema: incidentSchema },
});
