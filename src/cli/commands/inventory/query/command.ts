import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag, text } from '../../../options/kinds.ts';
import { allRunsOption, runsOptions } from '../runs-options.ts';

export const command = defineCommand({
  description: 'Runs an SQL query (DuckDB) over the files of one or more inventory runs.',
  examples: [
    {
      command:
        'flotilla inventory query "select type, count(*) from resources group by type order by 2 desc"',
    },
    {
      command: `flotilla inventory query "from ec2_instance where State.Name = 'running'" --output csv`,
    },
    { command: 'flotilla inventory query --interactive' },
  ],
  docs: 'docs/ask-inventory.md',
  arguments: {
    sql: text('sql', 'use --interactive')
      .describe('the question; views are resources, accounts, gaps, runs and one per type')
      .optional(),
  },
  options: {
    interactive: flag().describe('read one question after the other, each up to its ;'),
    ...runsOptions,
    ...allRunsOption,
    ...awsOptions,
  },
  output: {
    kind: 'rows',
    schema: z.record(z.string(), z.unknown()).describe('The columns of the question.'),
  },
});
