/** `flotilla inventory runner assume`: the first container. Assumes the role of one account, and writes its credentials. */

import { openFleet } from '../../../../../aws/open-fleet.ts';
import { openRole } from '../../../../../aws/open-role.ts';
import { writeCredentials } from '../../../../../inventory/runner/credentials-file.ts';
import { renewCredentials } from '../../../../../inventory/runner/renew-credentials.ts';
import type { RunOf } from '../../../../define-command.ts';
import { errorLine } from '../../../../error-line.ts';
import { readOptions } from '../../../../options/read-options.ts';
import { count } from '../../../../output/text.ts';
import { inventoryRunSettings } from '../../role-options.ts';
import { reportEnd } from '../report-end.ts';
import { assumeOptions, type command } from './command.ts';

export const run: RunOf<typeof command> = (typed, context) =>
  reportEnd(typed, context, async () => {
    const options = readOptions(assumeOptions, typed);
    const fleet = openFleet(context.fleetOptions(options));
    try {
      const role = await openRole(fleet, inventoryRunSettings(options));
      const enter = () => role.enter({ id: options.account }, context.signal);
      const entered = enter();
      if (options.renew) {
        const times = await renewCredentials({
          file: options.credentials,
          take: () => enter().credentials(),
          clock: fleet.clock,
          signal: context.signal,
          onFailure: (error) => context.warn(`cannot renew the credentials: ${errorLine(error)}`),
        });
        const summary = `renewed the credentials ${count(times, 'time')}`;
        return { report: { role: entered.assumed.arn, renewals: times }, summary };
      }
      const credentials = await entered.credentials();
      await writeCredentials(options.credentials, credentials);
      const until = credentials.expiration?.toISOString() ?? 'unknown';
      return {
        report: { role: entered.assumed.arn, until },
        summary: `assumed ${entered.assumed.arn} until ${until}`,
      };
    } finally {
      fleet.close();
    }
  });
