import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { incidentSchema } from '../record.ts';

export const command = defineCommand({
  description:
    'Lists the incidents that exceptions have opened: OpsItems, or incidents of Incident Manager where the settings have a response plan. Each account and cause has one open incident.',
  examples: [
    { command: 'flotilla exceptions list' },
    { note: 'resolved ones too', command: 'flotilla exceptions list --all --output csv' },
  ],
  docs: 'docs/exceptions.md',
  options: {
    ...settingsOptions,
    all: flag().describe('list resolved incidents too'),
    ...awsOptions,
  },
  output: { kind: 'rows', schema: incidentSchema },
});
