import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { flag, text } from '../../../options/kinds.ts';
import { settingsFileText } from '../settings-options.ts';
import {
  accountChangeSchema,
  entryChangeSchema,
  settingChangeSchema,
} from '../settings-schemas.ts';

export const settingsDiffSchema = z.strictObject({
  older: z.string(),
  newer: z.string(),
  sections: z.array(settingChangeSchema).describe('Outside of the settings entries.'),
  items: z.array(entryChangeSchema).describe('Settings entries that differ.'),
  accounts: z.array(accountChangeSchema).optional().describe('With --accounts.'),
});

export const command = defineCommand({
  description:
    'Compares two settings files by their final values: those outside of settings entries, entry by entry, and with --accounts also account by account of the organization.',
  examples: [
    { command: 'git show HEAD:settings.yaml > before.yaml' },
    { command: 'flotilla settings diff before.yaml settings.yaml --accounts' },
  ],
  docs: 'docs/settings.md',
  arguments: {
    old: text('file', '', { completion: 'file' }).describe(`${settingsFileText}, before`),
    new: text('file', '', { completion: 'file' }).describe(`${settingsFileText}, after`),
  },
  options: {
    accounts: flag().describe('also show which accounts of the organization change, and how'),
    failOnChange: flag().describe('exit with 2 when something changes'),
    ...awsOptions,
  },
  output: { kind: 'document', schema: settingsDiffSchema },
});

export type SettingsDiffReport = z.output<typeof settingsDiffSchema>;
