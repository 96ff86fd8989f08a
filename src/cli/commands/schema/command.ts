import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { words } from '../../options/kinds.ts';

export const command = defineCommand({
  description:
    "Prints the JSON Schema of a command's JSON output: of the array that --output json prints, whose items are the lines of --output ndjson, or of the one object.",
  examples: [
    { command: 'flotilla schema accounts' },
    { command: 'flotilla schema lifecycle sweep' },
  ],
  docs: 'docs/command-line.md',
  arguments: { command: words({ completion: 'command' }).describe('the words of the command') },
  options: {},
  output: { kind: 'document', schema: z.record(z.string(), z.unknown()) },
});
