/** `flotilla lifecycle maintenance`: what a maintenance window takes, and continuing those that are open. */

import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { type OrganizationSnapshot, readSnapshot } from '../../../../lifecycle/sweep/snapshot.ts';
import { planMaintenance } from '../../../../lifecycle/windows/plan-maintenance.ts';
import { stopWindows } from '../../../../lifecycle/windows/plan-windows.ts';
import { runWindows } from '../../../../lifecycle/windows/run-windows.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { planText } from '../../../output/plan-text.ts';
import { count } from '../../../output/text.ts';
import { countAccounts, detailOf } from '../account-outcome.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';
import type { MaintenanceDocument, PlannedWindowRecord } from './record.ts';
import { maintenanceView, windowTables } from './view.ts';

type ExpiredAccount = NonNullable<MaintenanceDocument['accounts']>[number];

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const { signal } = context;
    const snapshot = await readSnapshot(lifecycle, signal);
    const plan = planMaintenance(lifecycle.settings, snapshot);
    const windows = plan.windows as readonly PlannedWindowRecord[];
    if (options.plan) {
      context.print({ windows }, maintenanceView);
      return undefined;
    }
    const open = windows.filter(({ isOpen }) => isOpen);
    if (open.length === 0) {
      context.print({ windows: [], accounts: [], closed: [] }, maintenanceView);
      return { summary: `no window is open; ${nextOpening(windows)}` };
    }
    if (options.stop) return await stop({ lifecycle, snapshot, open }, context);
    await context.confirm({
      question: `Continue ${count(open.length, 'open window')}?`,
      targets: open.reduce((sum, { released }) => sum + released, 0),
      plan: planText(open.flatMap(windowTables), context.io),
    });
    const tally = context.startTally(0);
    const accounts: ExpiredAccount[] = [];
    const report = await runWindows(lifecycle, snapshot, {
      signal,
      onWave: ({ length }) => tally.expect(length),
      ...countAccounts(tally, (outcome) => {
        const { accountId, status } = outcome;
        accounts.push({ accountId, status, detail: detailOf(outcome) });
      }),
    });
    const { stopped: closed, expired } = report;
    context.print({ windows: open, accounts, closed }, maintenanceView);
    for (const reason of closed) context.warn(`flotilla: ${reason}`);
    const untouched = open.length - report.open;
    const rest = untouched > 0 ? `, ${count(untouched, 'window')} not continued` : '';
    return {
      summary: `${count(expired, 'account')} expired${rest}`,
      ...(closed.length > 0 && { code: exitCode.someFailed }),
    };
  });

interface StopRequest {
  readonly lifecycle: Lifecycle;
  readonly snapshot: OrganizationSnapshot;
  readonly open: readonly PlannedWindowRecord[];
}

async function stop(
  { lifecycle, snapshot, open }: StopRequest,
  context: CommandContext,
): Promise<CommandResult> {
  await context.confirm({
    question: `End ${count(open.length, 'open window')}?`,
    targets: open.length,
    plan: planText(open.flatMap(windowTables), context.io),
  });
  const closed = await stopWindows(lifecycle, snapshot);
  context.print({ windows: open, accounts: [], closed }, maintenanceView);
  for (const reason of closed) context.warn(`flotilla: ${reason}`);
  return { summary: `${count(closed.length, 'window')} ended` };
}

function nextOpening(windows: readonly PlannedWindowRecord[]): string {
  const [next] = windows.flatMap(({ opensAt }) => opensAt ?? []).sort();
  return next === undefined ? 'none is scheduled' : `the next one opens at ${next}`;
}
