import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { text } from '../../../options/kinds.ts';
import { runsOptions } from '../runs-options.ts';
import { summarySchema } from './record.ts';

export const command = defineCommand({
  description:
    'Counts resources by account, service, type and region, and lists what could not be read.',
  examples: [{ command: 'flotilla inventory summary --html inventory.html' }],
  docs: 'docs/ask-inventory.md',
  options: {
    html: text('file', 'print the counts', { completion: 'file' })
      .describe('write a page with charts instead of printing; the page needs no network')
      .optional(),
    ...runsOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: summarySchema },
});
