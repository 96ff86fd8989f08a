/** `flotilla inventory runner assume`: the first container. Becomes the role of one account, and leaves its credentials. */

import { openFleet } from '../../aws/open-fleet.ts';
import { openRole } from '../../aws/open-role.ts';
import { writeCredentials } from '../../inventory/runner/credentials-file.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { inventorySettingsFrom } from '../options/inventory-role.ts';
import type { Given } from '../options/option.ts';
import type { RunnerGiven } from '../options/runner.ts';
import { reporting } from './runner-report.ts';

export interface AssumeGiven extends Given, RunnerGiven {
  readonly account: string;
  readonly credentials: string;
}

export function runnerAssume(given: AssumeGiven, io: Io): Promise<ExitCode> {
  return reporting(given, io, async () => {
    const fleet = openFleet(fleetOptionsFrom(given, io));
    try {
      const role = await openRole(fleet, inventorySettingsFrom(given));
      const entered = role.enter({ id: given.account }, io.signal);
      const credentials = await entered.credentials();
      await writeCredentials(given.credentials, credentials);
      const until = credentials.expiration?.toISOString() ?? 'unknown';
      io.stderr.write(`assumed ${entered.arn} until ${until}\n`);
      return { role: entered.arn, until };
    } finally {
      fleet.close();
    }
  });
}
