/** `flotilla run FILE`: the file's default export, once per target. */

import { openFleet } from '../../aws/open-fleet.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { type Given, settingsFrom } from '../options/option.ts';
import type { Format } from '../options/output.ts';
import { roleOptions } from '../options/role.ts';
import { runOptions, surroundingsFrom } from '../options/run.ts';
import { selectionOptions } from '../options/selection.ts';
import { loadOperation } from '../run/load-operation.ts';
import { runEverywhere } from '../run/run-everywhere.ts';

export interface RunGiven extends Given {
  readonly output: Format;
}

export async function run(file: string, given: RunGiven, io: Io): Promise<ExitCode> {
  const settings = settingsFrom([...selectionOptions, ...roleOptions, ...runOptions], given);
  const { operation, path } = await loadOperation(file);
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    return await runEverywhere(
      fleet,
      {
        settings,
        surroundings: surroundingsFrom(given),
        format: given.output,
        operation,
        what: { run: path },
      },
      io,
    );
  } finally {
    fleet.close();
  }
}
