import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { list, text } from '../../../options/kinds.ts';
import { settingsOptions } from '../settings-options.ts';
import { originSchema } from '../settings-schemas.ts';

export const explanationSchema = z.strictObject({
  id: z.string(),
  managed: z.boolean().describe('Whether a settings entry matches it.'),
  item: z
    .strictObject({ kind: z.enum(['account', 'organizational unit']), id: z.string() })
    .optional()
    .describe('The settings entry: its own, or that of an OU above.'),
  values: z
    .array(z.strictObject({ path: z.string(), value: z.unknown(), origin: originSchema }))
    .optional(),
  nextWindows: z.array(z.string()).describe('When the next three maintenance windows open.'),
});

export const command = defineCommand({
  description:
    'Prints the settings of an account or an OU, value by value, each with the file, line and column that sets it. Where it has no settings entry of its own, the organization is asked which OUs are above it.',
  examples: [{ command: 'flotilla settings explain 123456789012' }],
  docs: 'docs/settings.md',
  arguments: {
    id: text('id', '', { completion: 'settings-entry' }).describe('id of an account or an OU'),
  },
  options: {
    ...settingsOptions,
    parents: list('ids', 'ask the organization')
      .describe('OUs above it, from the root down, instead of asking the organization')
      .optional(),
    ...awsOptions,
  },
  output: { kind: 'document', schema: explanationSchema },
});

export type ExplanationReport = z.output<typeof explanationSchema>;
