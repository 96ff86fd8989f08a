import { defineCommand } from '../../../define-command.ts';
import { text } from '../../../options/kinds.ts';
import { catalogueOptions } from '../catalogue-options.ts';
import { tableSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Lists the tables of an inventory, or the columns of one: their types, the calls that fill it and the IAM actions that these need. A table has the same columns in every run.',
  examples: [
    { command: 'flotilla inventory tables --services EC2' },
    { command: 'flotilla inventory tables ec2_volume' },
    { command: 'flotilla inventory tables ec2_volume --output json' },
  ],
  docs: 'docs/ask-inventory.md',
  arguments: {
    name: text('name', 'list all tables', { completion: 'type' })
      .describe('a table: ec2_volume')
      .optional(),
  },
  options: catalogueOptions,
  output: { kind: 'rows', schema: tableSchema },
});
