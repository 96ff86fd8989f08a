/** Options about the settings file. */

import { text } from '../../options/kinds.ts';

const fallback = 'SETTINGS, settings.yaml';

export const settingsFileText = 'settings file (YAML)';

/** `--settings`, for commands that explain the file; the environment may name it. */
export const settingsOptions = {
  settings: text('file', 'use settings.yaml', { fallback, completion: 'file' })
    .describe(settingsFileText)
    .optional(),
};

/** The same as a positional argument. */
export const settingsArgument = {
  file: text('file', 'use settings.yaml', { fallback, completion: 'file' })
    .describe(`${settingsFileText} (default: ${fallback})`)
    .optional(),
};
