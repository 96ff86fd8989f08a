/** `flotilla settings validate`: everything that is wrong with the settings, at once. */

import { formatProblem, type SettingsProblem } from '../../settings/problem.ts';
import type { SettingsRead } from '../../settings/read-settings.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { count } from '../output/text.ts';
import { readSettingsFile, settingsPath } from './settings-file.ts';

export interface ValidateGiven {
  readonly output: 'table' | 'json';
  readonly strict?: boolean;
}

interface Counts {
  readonly organizationalUnits: number;
  readonly accounts: number;
  readonly csvFiles: number;
}

interface Validation {
  readonly file: string;
  readonly valid: boolean;
  readonly problems: readonly SettingsProblem[];
  readonly warnings: readonly SettingsProblem[];
  /** Absent when there are problems. */
  readonly counts?: Counts;
}

export async function settingsValidate(
  file: string | undefined,
  { output, strict = false }: ValidateGiven,
  io: Io,
): Promise<ExitCode> {
  const path = settingsPath(file, io);
  const validation = validationOf(path, await readSettingsFile(path, io), strict);
  if (output === 'json') io.stdout.write(`${JSON.stringify(validation, null, 2)}\n`);
  else print(validation, io);
  return validation.valid ? exitCode.done : exitCode.couldNotRun;
}

function validationOf(file: string, read: SettingsRead, isStrict: boolean): Validation {
  const { warnings } = read;
  if ('problems' in read) return { file, valid: false, problems: read.problems, warnings };
  const { organizationalUnits, accounts, features } = read.settings;
  const counts = {
    organizationalUnits: organizationalUnits.size,
    accounts: accounts.size,
    csvFiles: features.withCsvFiles.length,
  };
  const valid = !isStrict || warnings.length === 0;
  return { file, valid, problems: [], warnings, counts };
}

function print({ file, problems, warnings, counts }: Validation, io: Io): void {
  for (const problem of problems) io.stdout.write(`${formatProblem(problem)}\n`);
  for (const warning of warnings) io.stdout.write(`warning: ${formatProblem(warning)}\n`);
  if (counts) io.stdout.write(`${file}: ${countsText(counts)}\n`);
  const found = [count(problems.length, 'problem'), count(warnings.length, 'warning')];
  io.stderr.write(`${found.join(', ')}\n`);
}

function countsText({ organizationalUnits, accounts, csvFiles }: Counts): string {
  return [
    count(organizationalUnits, 'organizational unit'),
    count(accounts, 'account'),
    count(csvFiles, 'CSV file'),
  ].join(', ');
}
