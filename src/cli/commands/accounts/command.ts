import { defineCommand } from '../../define-command.ts';
import { awsOptions } from '../../options/aws.ts';
import { headed } from '../../options/option.ts';
import { roleOptions } from '../../options/role.ts';
import { selectionOptions } from '../../options/selection.ts';
import { accountRecordSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Lists accounts: their names, OUs, states and tags, and whether a run would include them.',
  examples: [
    { command: "flotilla accounts --name 'sandbox-*'" },
    {
      note: 'a table of all accounts for a spreadsheet',
      command: 'flotilla accounts --output csv',
    },
  ],
  docs: 'docs/run-everywhere.md',
  options: {
    ...selectionOptions,
    ...headed('The role that is asked for the regions, with --regions enabled:', roleOptions),
    ...awsOptions,
  },
  output: { kind: 'rows', schema: accountRecordSchema },
});
