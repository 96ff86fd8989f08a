import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag, text } from '../../../options/kinds.ts';
import { runsOptions } from '../runs-options.ts';
import { shownSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Shows a resource of an inventory: its tags, its members, the resources that it refers to and that refer to it, and in which runs it was seen.',
  examples: [
    { command: 'flotilla inventory show vpc-0a1b2c3d' },
    {
      command:
        'flotilla inventory show arn:aws:lambda:eu-west-1:111111111111:function:resize --output json',
    },
  ],
  notes: [
    'The history is read from every finished run of --from, the files of one account alone. --one-run reads one run.',
  ],
  docs: 'docs/ask-inventory.md',
  arguments: { resource: text('resource', '').describe('its ARN or its id') },
  options: {
    oneRun: flag().describe('read one run, and show no history'),
    ...runsOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: shownSchema },
});
