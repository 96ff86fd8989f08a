/** `flotilla lifecycle check`: lists accounts that need attention. */

import { tagKeys } from '../../../../lifecycle/model/observation.ts';
import { type Anomaly, check } from '../../../../lifecycle/sweep/check.ts';
import { readSnapshot } from '../../../../lifecycle/sweep/snapshot.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import type { View } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { countsText } from '../count-text.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const snapshot = await readSnapshot(lifecycle, context.signal);
    const anomalies = check(snapshot, tagKeys(lifecycle.settings.features.withTagPrefix));
    const printer = context.printer(view);
    for (const anomaly of anomalies) printer.write(anomaly);
    printer.end();
    const managed = snapshot.accounts.filter(({ item }) => item);
    const closed = managed.filter(({ account }) => !account.active).length;
    const counts = { accounts: snapshot.accounts.length, managed: managed.length, closed };
    const found = new Set(anomalies.map(({ accountId }) => accountId)).size;
    return {
      summary: `${countsText(counts)}; ${count(managed.length - closed, 'account')} checked, ${found} of them ${found === 1 ? 'needs' : 'need'} attention`,
      ...(found > 0 && { code: exitCode.someFailed }),
    };
  });

const view: View<Anomaly> = {
  tables: (anomalies) => [
    {
      heads: ['Account', 'Severity', 'Code', 'Finding'],
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
