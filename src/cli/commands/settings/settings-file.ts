/** The settings file that a command names: read with what the environment says, or refused with all its problems. */

import { checkVariables } from '../../../lifecycle/buildspecs/check-variables.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { ReadSettings } from '../../../settings/explain-entry.ts';
import { formatProblem } from '../../../settings/problem.ts';
import { readSettings, type SettingsRead } from '../../../settings/read-settings.ts';
import type { Io } from '../../io.ts';
import { count } from '../../output/text.ts';

export interface SettingsFileOptions {
  /** Also apply account and region of the environment to the automation account; not where files are compared. */
  readonly isDeployed: boolean;
}

/** `SETTINGS` of the environment names it where the command does not. */
export function settingsPath(path: string | undefined, { env }: Pick<Io, 'env'>): string {
  return path ?? (env.SETTINGS || 'settings.yaml');
}

export async function readSettingsFile(
  path: string,
  { env, clock }: Pick<Io, 'env' | 'clock'>,
  { isDeployed }: SettingsFileOptions = { isDeployed: true },
): Promise<SettingsRead> {
  const { ENVIRONMENT, STACK_PREFIX, AWS_ACCOUNT, AWS_REGION } = env;
  const name = { ENVIRONMENT, STACK_PREFIX };
  const environment = isDeployed ? { ...name, AWS_ACCOUNT, AWS_REGION } : name;
  return checkVariables(await readSettings({ path, environment, clock }));
}

/** Warnings go to stderr; any problem is an error. */
export async function settingsFrom(
  path: string,
  io: Pick<Io, 'env' | 'stderr' | 'clock'>,
  options?: SettingsFileOptions,
): Promise<ReadSettings> {
  const read = await readSettingsFile(path, io, options);
  for (const warning of read.warnings) io.stderr.write(`warning: ${formatProblem(warning)}\n`);
  if ('settings' in read) return read;
  const lines = read.problems.map((problem) => `\n${formatProblem(problem)}`);
  throw new FlotillaError(
    'InvalidInput',
    `${path} has ${count(lines.length, 'problem')}:${lines.join('')}`,
  );
}
