/** `flotilla settings validate`: every problem of the settings, at once. */

import type { z } from 'zod';
import { openFleet } from '../../../../aws/open-fleet.ts';
import { warnOwnPreparation } from '../../../../lifecycle/buildspecs/check-variables.ts';
import { checkPolicies } from '../../../../lifecycle/policies/check-policies.ts';
import { formatProblem } from '../../../../settings/problem.ts';
import type { SettingsRead } from '../../../../settings/read-settings.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import type { AwsOptionValues } from '../../../options/aws.ts';
import { awsFlags, refuseIgnored } from '../../../options/refuse-ignored.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { readSettingsFile, settingsPath } from '../settings-file.ts';
import type { command, validationSchema } from './command.ts';

type Validation = z.output<typeof validationSchema>;

export const run: RunOf<typeof command> = async (options, context) => {
  const path = settingsPath(options.file, context.io);
  if (!options.policies) refuseIgnored(context, awsFlags, 'only with --policies');
  const read = await readSettingsFile(path, context.io);
  const checked = options.policies ? await withPolicies(read, options, context) : read;
  const validation = validationOf(path, checked, options.strict);
  context.print(validation, view);
  const { problems, warnings, valid } = validation;
  const summary = `${count(problems.length, 'problem')}, ${count(warnings.length, 'warning')}`;
  return { summary, code: valid ? exitCode.done : exitCode.couldNotRun };
};

/** Policies are read only for settings without other problems. */
async function withPolicies(
  read: SettingsRead,
  options: AwsOptionValues,
  context: CommandContext,
): Promise<SettingsRead> {
  if (!('settings' in read)) return read;
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const problems = await checkPolicies(read, fleet);
    return problems.length > 0 ? { problems, warnings: read.warnings } : read;
  } finally {
    fleet.close();
  }
}

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
