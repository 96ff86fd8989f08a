import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { checkedText, flag, text } from '../../../options/kinds.ts';

export const importSchema = z.strictObject({
  environment: z.string(),
  accountId: z.string(),
  region: z.string(),
  files: z.array(z.string()).describe('Paths of the files that were written.'),
  organizationalUnits: z.number(),
  accounts: z.number(),
  documents: z.number(),
  missing: z
    .array(z.string())
    .describe('Keys that no parameter has. They are TODO in the settings file.'),
  ignored: z.array(z.string()).describe('Parameters of the installation that are not settings.'),
});

export type SettingsImport = z.output<typeof importSchema>;

export const command = defineCommand({
  description:
    'Writes a settings file, buildspecs and documents from the parameters of an installation that exists, with credentials of its automation account. What parameters do not have is TODO in the file, and settings validate names it.',
  examples: [{ command: 'flotilla settings import SpaBeta --out settings' }],
  docs: 'docs/move-personal-accounts.md',
  arguments: {
    environment: checkedText('environment', environmentProblem).describe(
      'environment_identifier of the installation',
    ),
  },
  options: {
    out: text('folder', 'use the name of the environment', { completion: 'folder' })
      .describe('folder for the files (default: the name of the environment)')
      .optional(),
    overwrite: flag().describe('replace files that exist'),
    ...awsOptions,
  },
  output: { kind: 'document', schema: importSchema },
});

function environmentProblem(name: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)
    ? undefined
    : 'is not the name of an installation; names have letters, digits and -, with a letter in front';
}
