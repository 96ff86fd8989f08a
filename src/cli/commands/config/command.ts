import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';

export const configuredOptionSchema = z.strictObject({
  option: z.string().describe('As typed: --region.'),
  value: z.string(),
  source: z.string().describe('A FLOTILLA_* variable, or the path of flotilla.yaml.'),
  commands: z.array(z.string()).describe('The commands that use it.'),
});

export const command = defineCommand({
  description:
    'Prints the defaults of options that flotilla.yaml and FLOTILLA_* variables set, and which commands use them. An option that is typed wins over a variable, a variable over the file.',
  examples: [
    { command: 'flotilla config' },
    { note: 'a default for one shell', command: 'FLOTILLA_REGION=eu-west-1 flotilla config' },
  ],
  notes: [
    [
      'flotilla.yaml is looked for in the current folder and the folders above:',
      '',
      '  options:               # of every command that has them',
      '    region: eu-west-1',
      '  commands:',
      '    inventory collect:   # of one command; wins over the above',
      '      concurrency: 40',
    ].join('\n'),
  ],
  docs: 'docs/command-line.md',
  options: {},
  output: { kind: 'rows', schema: configuredOptionSchema },
});
