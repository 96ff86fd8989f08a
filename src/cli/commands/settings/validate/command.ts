import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag } from '../../../options/kinds.ts';
import { settingsArgument } from '../settings-options.ts';
import { problemSchema } from '../settings-schemas.ts';

export const validationSchema = z.strictObject({
  file: z.string(),
  valid: z.boolean(),
  problems: z.array(problemSchema),
  warnings: z.array(problemSchema),
  counts: z
    .strictObject({ organizationalUnits: z.number(), accounts: z.number(), csvFiles: z.number() })
    .optional()
    .describe('Absent when there are problems.'),
});

export const command = defineCommand({
  description:
    'Reads the settings and all files that they name, and prints every problem with its file, line and column. Exits with 1 when there is one.',
  examples: [
    { command: 'flotilla settings validate settings.yaml' },
    {
      note: 'with the service control policies that the settings name',
      command: 'flotilla settings validate --policies',
    },
    { note: 'for a pipeline: warnings fail too', command: 'flotilla settings validate --strict' },
  ],
  docs: 'docs/settings.md',
  arguments: settingsArgument,
  options: {
    strict: flag().describe('treat warnings as problems'),
    policies: flag().describe(
      'also read the policies of states from the organization, and refuse those that lock builds out',
    ),
    ...awsOptions,
  },
  output: { kind: 'document', schema: validationSchema },
});
