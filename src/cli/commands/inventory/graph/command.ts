import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { list } from '../../../options/kinds.ts';
import { runsOptions } from '../runs-options.ts';

export const command = defineCommand({
  description:
    'Prints which resources refer to which others as a graph in GraphML, for Gephi, yEd, NetworkX and others.',
  examples: [
    { command: 'flotilla inventory graph > inventory.graphml' },
    { command: 'flotilla inventory graph --accounts 111111111111,222222222222 > search.graphml' },
  ],
  docs: 'docs/ask-inventory.md',
  options: {
    accounts: list('ids', 'include all accounts')
      .describe('the relations of the resources of these accounts')
      .optional(),
    ...runsOptions,
    ...awsOptions,
  },
  output: { kind: 'text' },
});
