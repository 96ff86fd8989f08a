/** `flotilla lifecycle expire|release|reset|assign`: sets the state of accounts, and continues from there. */

import { setState } from '../../../../lifecycle/engine/set-state.ts';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { type AdvanceOutcome, advanceMany } from '../../../../lifecycle/sweep/advance-many.ts';
import type { LifecycleState } from '../../../../model/lifecycle-state.ts';
import type { EntrySettings } from '../../../../settings/settings.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { planText } from '../../../output/plan-text.ts';
import { firstRows } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { detailOf, settleAccount } from '../account-outcome.ts';
import { withLifecycle } from '../open.ts';
import { type ManagedAccount, selectManaged } from '../select-managed.ts';
import type { expire } from './commands.ts';
import type { StateChange } from './record.ts';
import { stateChangeView } from './view.ts';

/** Returns the run function of the command for a state. */
export function runFor(state: LifecycleState): RunOf<typeof expire> {
  return (options, context) =>
    withLifecycle(options, context, async (lifecycle) => {
      const accounts = await selectManaged(lifecycle, options, context.signal);
      const changing = accounts.filter(({ before }) => before !== state);
      const plan = changing.map((account) => plannedChange(account, state));
      if (options.dryRun || changing.length === 0) {
        printPlan(plan, context);
        return { summary: `${count(changing.length, 'account')} would become ${state}` };
      }
      await context.confirm({
        question: `Set ${count(changing.length, 'account')} to ${state}?`,
        targets: changing.length,
        plan: textOf(plan, context),
      });
      await setStates(lifecycle, { accounts: changing, plan, state }, context);
      return undefined;
    });
}

function plannedChange(
  { known, item, before }: ManagedAccount,
  state: LifecycleState,
): StateChange {
  return {
    accountId: known.id,
    ...(known.name !== undefined && { name: known.name }),
    before: before ?? 'none',
    after: state,
    next: whatFollows(item, state),
    status: 'planned',
  };
}

function whatFollows({ purge, preparation }: EntrySettings, state: LifecycleState): string {
  const isPrepared = preparation.feature === 'enabled';
  const after = isPrepared ? 'prepared, then released' : 'released';
  if (state === 'released') return '';
  if (state !== 'expired' || purge.feature !== 'enabled') return after;
  const { PURGE_MODE: mode = '' } = purge.variables;
  return `${['purged', mode].join(' ').trim()}, then ${after}`;
}

function printPlan(plan: readonly StateChange[], context: CommandContext): void {
  const printer = context.printer(stateChangeView);
  for (const change of plan) printer.write(change);
  printer.end();
}

/** Rows of a plan that are shown above the question. */
const maxShown = 20;

function textOf(plan: readonly StateChange[], { io }: CommandContext): string {
  const tables = stateChangeView.tables(plan).map((table) => ({
    ...firstRows(table, maxShown),
    ...(plan.length > maxShown && { note: `… and ${plan.length - maxShown} more: see --dry-run` }),
  }));
  return planText(tables, io);
}

interface StateSetting {
  readonly accounts: readonly ManagedAccount[];
  readonly plan: readonly StateChange[];
  readonly state: LifecycleState;
}

async function setStates(
  lifecycle: Lifecycle,
  { accounts, plan, state }: StateSetting,
  context: CommandContext,
): Promise<void> {
  const tally = context.startTally(accounts.length);
  const printer = context.printer(stateChangeView);
  const planned = new Map(plan.map((change) => [change.accountId, change]));
  try {
    await advanceMany(
      lifecycle,
      accounts.map(({ known }) => known),
      (known, signal) => setState(lifecycle, known, { state, signal }),
      {
        signal: context.signal,
        onStart: (accountId) => tally.start(accountId),
        onOutcome(outcome) {
          settleAccount(tally, outcome);
          const { accountId, status } = outcome;
          const common = planned.get(accountId) ?? { accountId, after: state };
          printer.write({ ...common, status, next: nextOf(outcome) });
        },
      },
    );
  } finally {
    printer.end();
  }
}

function nextOf(outcome: AdvanceOutcome): string {
  if (outcome.status === 'done') return outcome.decisions.at(-1)?.why ?? '';
  if (outcome.status !== 'busy') return detailOf(outcome);
  return 'its tag is set, and another worker that has it in progress continues from there';
}
