/** `flotilla exec -- COMMAND`: any program, once per target, with the target's credentials in its environment. */

import { openFleet } from '../../aws/open-fleet.ts';
import { type ExecValue, execOperation } from '../exec/exec-operation.ts';
import { expectProgram } from '../exec/find-program.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { type Given, settingsFrom } from '../options/option.ts';
import type { Format } from '../options/output.ts';
import { roleOptions } from '../options/role.ts';
import { runOptions, surroundingsFrom } from '../options/run.ts';
import { selectionOptions } from '../options/selection.ts';
import { runEverywhere } from '../run/run-everywhere.ts';

export interface ExecGiven extends Given {
  readonly output: Format;
  readonly endpointUrl?: string;
}

export async function exec(words: readonly string[], given: ExecGiven, io: Io): Promise<ExitCode> {
  const [command = '', ...args] = words;
  // The program is told the path of names as well.
  const options = [...selectionOptions, ...roleOptions, ...runOptions];
  const settings = settingsFrom(options, given, { ouPath: true });
  expectProgram(command, io);
  const fleet = openFleet(fleetOptionsFrom(given, io));
  const { operation, settled } = execOperation({ command, args, endpoint: given.endpointUrl }, io);
  try {
    return await runEverywhere(
      fleet,
      {
        settings,
        surroundings: surroundingsFrom(given),
        format: given.output,
        operation,
        what: { exec: words },
        describe: (value) => (value as ExecValue).stdout,
      },
      io,
    );
  } finally {
    await settled();
    fleet.close();
  }
}
