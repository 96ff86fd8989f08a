import { defineCommand } from '../../../define-command.ts';
import { catalogueOptions } from '../catalogue-options.ts';
import { catalogueRecordSchema } from './record.ts';

export const command = defineCommand({
  description: 'Lists the types of resources that can be collected, and by which calls.',
  examples: [
    { command: 'flotilla inventory catalogue --services EC2' },
    {
      note: 'the names of all calls and actions',
      command: 'flotilla inventory catalogue --types ec2_instance --output json',
    },
  ],
  docs: 'docs/take-inventory.md',
  options: catalogueOptions,
  output: { kind: 'rows', schema: catalogueRecordSchema },
});
