/** `flotilla lifecycle sweep`: reads the whole organization, and advances every account that needs it. */

import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { foresee } from '../../../../lifecycle/sweep/foresee.ts';
import { planSweep, type SweepPlan, sweep } from '../../../../lifecycle/sweep/sweep.ts';
import { runWindows } from '../../../../lifecycle/windows/run-windows.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { countAccounts, detailOf } from '../account-outcome.ts';
import { countsText } from '../count-text.ts';
import { nextStep } from '../next-step.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';
import type { SweepRecord } from './record.ts';
import { sweepView } from './view.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const plan = await planSweep(lifecycle, context.signal);
    if (options.dryRun) return printPlan(lifecycle, plan, context);
    return await sweepAll(lifecycle, { plan, windows: options.windows }, context);
  });

function printPlan(
  { settings }: Lifecycle,
  { look, snapshot }: SweepPlan,
  context: CommandContext,
): CommandResult {
  const printer = context.printer(sweepView);
  for (const { account, reason } of look) {
    const decision = foresee(account, settings, snapshot.at);
    const detail = `${decision.why}: ${nextStep(decision)}`;
    printer.write({ accountId: account.account.id, reason, status: 'planned', detail });
  }
  printer.end();
  const byReason = Map.groupBy(look, ({ reason }) => reason);
  const reasons = [...byReason].map(([reason, { length }]) => `${length} ${reason}`).join(', ');
  const would = `${count(look.length, 'account')} would be advanced`;
  return { summary: reasons === '' ? would : `${would}: ${reasons}` };
}

interface SweepWork {
  readonly plan: SweepPlan;
  /** Open maintenance windows are continued, too. */
  readonly windows: boolean;
}

async function sweepAll(
  lifecycle: Lifecycle,
  { plan, windows }: SweepWork,
  context: CommandContext,
): Promise<CommandResult> {
  const { signal } = context;
  const reasons = new Map(plan.look.map(({ account, reason }) => [account.account.id, reason]));
  const tally = context.startTally(plan.look.length);
  const printer = context.printer(sweepView);
  const listener = (reasonOf: (accountId: string) => SweepRecord['reason']) =>
    countAccounts(tally, (outcome) => {
      const { accountId, status } = outcome;
      printer.write({
        accountId,
        reason: reasonOf(accountId),
        status,
        detail: detailOf(outcome),
      });
    });
  try {
    const report = await sweep(lifecycle, plan, {
      signal,
      ...listener((accountId) => reasons.get(accountId) ?? 'open'),
    });
    const counts = countsText(report);
    if (!windows) return { summary: counts };
    const { expired, stopped } = await runWindows(lifecycle, plan.snapshot, {
      signal,
      onWave: ({ length }) => tally.expect(length),
      ...listener(() => 'window'),
    });
    for (const reason of stopped) context.warn(`flotilla: ${reason}`);
    return {
      summary: `${counts}, ${expired} expired by open windows`,
      ...(stopped.length > 0 && { code: exitCode.someFailed }),
    };
  } finally {
    printer.end();
  }
}
