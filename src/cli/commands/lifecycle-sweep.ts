/** `flotilla lifecycle sweep`: reads the whole organization and looks at whatever was forgotten. */

import type { AdvanceOutcome } from '../../lifecycle/fleet/advance-many.ts';
import { planSweep, sweep } from '../../lifecycle/fleet/sweep.ts';
import { runWindows } from '../../lifecycle/windows/run-windows.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import type { Format } from '../options/output.ts';
import { createPrinter, type View } from '../output/printer.ts';
import { count } from '../output/text.ts';
import { startProgress } from '../progress/progress.ts';

export interface SweepGiven extends LifecycleGiven {
  readonly output: Format;
  readonly dryRun?: boolean;
  /** Windows that are open go on. */
  readonly windows?: boolean;
}

interface SweepRecord {
  readonly accountId: string;
  readonly reason: string;
  readonly status: AdvanceOutcome['status'] | 'planned';
  readonly detail: string;
}

const view: View<SweepRecord> = {
  tables: (records) => [
    {
      heads: ['Account', 'Looked at because', 'Status', 'What came of it'],
      rows: records.map(({ accountId, reason, status, detail }) => [
        accountId,
        reason,
        status,
        detail,
      ]),
      wraps: true,
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    reason: ({ reason }) => reason,
    status: ({ status }) => status,
    detail: ({ detail }) => detail,
  },
};

export async function lifecycleSweep(given: SweepGiven, io: Io): Promise<ExitCode> {
  return withLifecycle(given, io, async (lifecycle) => {
    const plan = await planSweep(lifecycle, io.signal);
    const printer = createPrinter(given.output, view, io);
    const reasons = new Map(plan.look.map(({ account, reason }) => [account.account.id, reason]));
    const { length: number } = plan.look;
    if (given.dryRun) {
      for (const [accountId, reason] of reasons) {
        printer.write({ accountId, reason, status: 'planned', detail: '' });
      }
      printer.end();
      io.stderr.write(`${count(number, 'account')} would be looked at\n`);
      return exitCode.done;
    }
    const progress = startProgress(number, io);
    const counts = { done: 0, failed: 0 };
    const onOutcome = (outcome: AdvanceOutcome) => {
      if (outcome.status === 'failed') counts.failed++;
      else counts.done++;
      const { accountId, status } = outcome;
      const reason = reasons.get(accountId) ?? '';
      progress.around(() =>
        printer.write({ accountId, reason, status, detail: detailOf(outcome) }),
      );
      progress.update(counts);
    };
    const { accounts, managed } = await sweep(lifecycle, plan, { signal: io.signal, onOutcome });
    progress.stop();
    const windows = given.windows ? await runWindows(lifecycle, plan.snapshot) : undefined;
    printer.end();
    const expired = windows ? `, ${windows.expired} expired by open windows` : '';
    io.stderr.write(
      `${count(accounts, 'account')}, ${managed} managed; ${number} looked at, ${counts.failed} failed${expired}\n`,
    );
    for (const reason of windows?.stopped ?? []) io.stderr.write(`flotilla: ${reason}\n`);
    const failed = counts.failed > 0 || (windows?.stopped.length ?? 0) > 0;
    return failed ? exitCode.someFailed : exitCode.done;
  });
}

function detailOf(outcome: AdvanceOutcome): string {
  switch (outcome.status) {
    case 'done':
      return outcome.decisions.map(({ why }) => why).join('; ');
    case 'busy':
      return 'somebody is working on it';
    case 'failed':
      return `${outcome.failure.message} (${outcome.failure.code})`;
    case 'not-started':
      return 'the sweep was stopped before its turn';
  }
}
