import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { flag } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { sweepRecordSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Reads the whole organization and advances every account that is in progress, forgotten, overdue or drifted. Run it on a schedule: it finds what no event reported. It asks nothing, because it only continues what was begun.',
  examples: [
    { command: 'flotilla lifecycle sweep --dry-run' },
    { note: 'every 15 minutes, from a job', command: 'flotilla lifecycle sweep --windows' },
  ],
  docs: 'docs/personal-accounts.md',
  options: {
    ...settingsOptions,
    windows: flag().describe('also continue maintenance windows that are open'),
    ...dryRunOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: sweepRecordSchema },
});
