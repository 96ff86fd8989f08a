import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';

export const command = defineCommand({
  description:
    'Prints the JSON Schema of the settings file, by which editors check and complete it.',
  examples: [{ command: 'flotilla settings schema > settings.schema.json' }],
  notes: [
    'The first line of settings.yaml names it: # yaml-language-server: $schema=settings.schema.json',
  ],
  docs: 'docs/settings.md',
  options: {},
  output: { kind: 'document', schema: z.record(z.string(), z.unknown()) },
});
