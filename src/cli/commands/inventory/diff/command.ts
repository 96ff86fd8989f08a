import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag, text } from '../../../options/kinds.ts';
import { locationOptions } from '../runs-options.ts';
import { diffSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Lists resources that were added, removed and changed between two runs. What one of them could not read is listed apart.',
  examples: [
    {
      command:
        'flotilla inventory diff 20260131T020000Z-0a1b2c 20260201T020000Z-3d4e5f --fail-on-change',
    },
  ],
  docs: 'docs/ask-inventory.md',
  arguments: {
    run1: text('run', '').describe('id, folder or s3://… of the earlier run'),
    run2: text('run', '').describe('id, folder or s3://… of the later run'),
  },
  options: {
    failOnChange: flag().describe('exit with 2 when something changed'),
    allFields: flag().describe(
      'include fields that change by themselves: times of collection, last use, counters',
    ),
    ...locationOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: diffSchema },
});
