/** `flotilla exec -- COMMAND`: any program, once per target, with the target's credentials in its environment. */

import { openFleet } from '../../../aws/open-fleet.ts';
import type { RunOf } from '../../define-command.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import { runEverywhere } from '../../targets/run-everywhere.ts';
import type { command } from './command.ts';
import { type ExecValue, execOperation } from './exec-operation.ts';
import { expectProgram } from './find-program.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const [program = '', ...args] = options.command;
  // The program finds the OU path in its environment.
  const settings = runSettingsFrom(options, { ouPath: true });
  expectProgram(program, context.io);
  const fleet = openFleet(context.fleetOptions(options));
  const endpoint = options.endpointUrl;
  const { operation, settled } = execOperation({ command: program, args, endpoint }, context.io);
  const fingerprint = { exec: options.command };
  const describe = (value: unknown) => (value as ExecValue).stdout;
  try {
    return await runEverywhere(
      fleet,
      { settings, log: options, operation, fingerprint, describe },
      context,
    );
  } finally {
    await settled();
    fleet.close();
  }
};
