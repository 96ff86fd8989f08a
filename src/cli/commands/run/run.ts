/** `flotilla run FILE`: the file's default export, once per target. */

import { openFleet } from '../../../aws/open-fleet.ts';
import type { RunOf } from '../../define-command.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import { runEverywhere } from '../../targets/run-everywhere.ts';
import type { command } from './command.ts';
import { loadOperation } from './load-operation.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const settings = runSettingsFrom(options);
  const { operation, path } = await loadOperation(options.file);
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const fingerprint = { run: path };
    return await runEverywhere(fleet, { settings, log: options, operation, fingerprint }, context);
  } finally {
    fleet.close();
  }
};
