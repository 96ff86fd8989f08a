/** Options that every command has, or that mean the same in each command that has them. */

import { colorModes, globalOptions, outputFormats } from './global-options.ts';
import { choice, flag } from './kinds.ts';
import { headed } from './option.ts';

export type OutputFormat = (typeof outputFormats)[number];

const { output, quiet, verbose, color } = globalOptions;

export const commonOptions = headed('Every command:', {
  output: choice('format', outputFormats, { short: output.short })
    .describe(output.help)
    .default('table'),
  quiet: flag({ short: quiet.short }).describe(quiet.help),
  verbose: flag({ short: verbose.short }).describe(verbose.help),
  color: choice('when', colorModes, { fallback: color.fallback })
    .describe(color.help)
    .default('auto'),
});

export const yesOptions = {
  yes: flag({ short: 'y', isPersonal: true }).describe('do not ask for confirmation'),
};

/** For commands that change something and can show it first. */
export const dryRunOptions = {
  dryRun: flag().describe('print what would be done and change nothing'),
};
