import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { list, text } from '../../../options/kinds.ts';
import { runsOptions } from '../runs-options.ts';
import { summarySchema } from './record.ts';

export const command = defineCommand({
  description:
    'Counts resources by account, service, type and region, and lists what could not be read.',
  examples: [{ command: 'flotilla inventory summary --html inventory.html' }],
  docs: 'docs/ask-inventory.md',
  options: {
    html: text('file', 'print the counts', { completion: 'file' })
      .describe(
        'write a report instead of printing: charts, checks, search and a page for each account, in one file that needs no network',
      )
      .optional(),
    checks: list('names', 'run all checks', { fallback: 'all checks' })
      .describe(
        'with --html: the checks or categories whose results are in the page; none for none',
      )
      .optional(),
    ...runsOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: summarySchema },
});
