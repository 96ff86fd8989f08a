/** `flotilla lifecycle check`: what is not as it should be. */

import { tagKeys } from '../../lifecycle/account/observation.ts';
import { type Anomaly, check } from '../../lifecycle/fleet/check.ts';
import { readSnapshot } from '../../lifecycle/fleet/snapshot.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import type { Format } from '../options/output.ts';
import { createPrinter, type View } from '../output/printer.ts';
import { count } from '../output/text.ts';

export interface LifecycleCheckGiven extends LifecycleGiven {
  readonly output: Format;
}

const view: View<Anomaly> = {
  tables: (anomalies) => [
    {
      heads: ['Account', 'Severity', 'Code', 'What is wrong'],
      rows: anomalies.map(({ accountId, severity, code, message }) => [
        accountId,
        severity,
        code,
        message,
      ]),
      wraps: true,
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    severity: ({ severity }) => severity,
    code: ({ code }) => code,
    message: ({ message }) => message,
  },
};

export async function lifecycleCheck(given: LifecycleCheckGiven, io: Io): Promise<ExitCode> {
  const { anomalies, checked } = await withLifecycle(given, io, async (lifecycle) => {
    const snapshot = await readSnapshot(lifecycle, io.signal);
    const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
    const managed = snapshot.accounts.filter(({ item, account }) => item && account.active);
    return { anomalies: check(snapshot, keys), checked: managed.length };
  });
  const printer = createPrinter(given.output, view, io);
  for (const anomaly of anomalies) printer.write(anomaly);
  printer.end();
  const wrong = new Set(anomalies.map(({ accountId }) => accountId)).size;
  io.stderr.write(`${count(checked, 'account')} checked, ${wrong} with something to look at\n`);
  return anomalies.length > 0 ? exitCode.someFailed : exitCode.done;
}
