/** `flotilla settings validate`: every problem of the settings, at once. */

import type { z } from 'zod';
import { warnOwnPreparation } from '../../../../lifecycle/buildspecs/check-variables.ts';
import { formatProblem } from '../../../../settings/problem.ts';
import type { SettingsRead } from '../../../../settings/read-settings.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { readSettingsFile, settingsPath } from '../settings-file.ts';
import type { command, validationSchema } from './command.ts';

type Validation = z.output<typeof validationSchema>;

export const run: RunOf<typeof command> = async ({ file, strict }, context) => {
  const path = settingsPath(file, context.io);
  const validation = validationOf(path, await readSettingsFile(path, context.io), strict);
  context.print(validation, view);
  const { problems, warnings, valid } = validation;
  const summary = `${count(problems.length, 'problem')}, ${count(warnings.length, 'warning')}`;
  return { summary, code: valid ? exitCode.done : exitCode.couldNotRun };
};

function validationOf(file: string, read: SettingsRead, isStrict: boolean): Validation {
  if ('problems' in read) {
    return { file, valid: false, problems: [...read.problems], warnings: [...read.warnings] };
  }
  const warnings = [...read.warnings, ...warnOwnPreparation(read)];
  const { organizationalUnits, accounts, features } = read.settings;
  const counts = {
    organizationalUnits: organizationalUnits.size,
    accounts: accounts.size,
    csvFiles: features.withCsvFiles.length,
  };
  const valid = !isStrict || warnings.length === 0;
  return { file, valid, problems: [], warnings, counts };
}

/** Lines that editors and CI systems recognize: `file:line:column: message`. */
const view: DocumentView<Validation> = {
  tables: () => [],
  text: ({ file, problems, warnings, counts }) =>
    [
      ...problems.map(formatProblem),
      ...warnings.map((warning) => `warning: ${formatProblem(warning)}`),
      ...(counts ? [`${file}: ${countsText(counts)}`] : []),
      '',
    ].join('\n'),
  rows: ({ problems, warnings }) => [
    ...problems.map((problem) => ({ severity: 'problem', ...problem })),
    ...warnings.map((problem) => ({ severity: 'warning', ...problem })),
  ],
};

function countsText({
  organizationalUnits,
  accounts,
  csvFiles,
}: NonNullable<Validation['counts']>) {
  return [
    count(organizationalUnits, 'organizational unit'),
    count(accounts, 'account'),
    count(csvFiles, 'CSV file'),
  ].join(', ');
}
