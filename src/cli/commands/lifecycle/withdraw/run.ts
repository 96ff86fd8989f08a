/** `flotilla lifecycle withdraw`: removes the baseline from accounts. */

import { classify } from '../../../../aws/failures.ts';
import type { ResourceChange } from '../../../../converge/change.ts';
import { fanOut } from '../../../../fleet/fan-out.ts';
import {
  planBaselineRemoval,
  removeBaseline,
} from '../../../../lifecycle/baseline/remove-baseline.ts';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { planText } from '../../../output/plan-text.ts';
import { count } from '../../../output/text.ts';
import { type AccountChange, accountChangeView } from '../change.ts';
import { withLifecycle } from '../open.ts';
import { selectManaged } from '../select-managed.ts';
import type { command } from './command.ts';

/** Accounts at once. */
const concurrency = 10;

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const accounts = await selectManaged(lifecycle, options, context.signal);
    const ids = accounts.map(({ known }) => known.id);
    const plan = await planAll(lifecycle, ids, context);
    const resources = count(plan.changes.length, 'resource');
    if (options.dryRun || plan.changes.length === 0) return printPlan(plan, context);
    const affected = [...new Set(plan.changes.map(({ accountId }) => accountId))];
    await context.confirm({
      question: `Delete ${resources} in ${count(affected.length, 'account')}?`,
      targets: affected.length,
      plan: planText(accountChangeView.tables(plan.changes), context.io),
    });
    const deleted = await removeAll(lifecycle, { affected, unread: plan.unread }, context);
    return { summary: `${count(deleted, 'resource')} deleted` };
  });

interface RemovalPlan {
  readonly changes: readonly AccountChange[];
  /** Accounts that could not be read. */
  readonly unread: readonly string[];
}

async function planAll(
  lifecycle: Lifecycle,
  ids: readonly string[],
  context: CommandContext,
): Promise<RemovalPlan> {
  const { signal } = context;
  const changes: AccountChange[] = [];
  const unread: string[] = [];
  const plan = (id: string, stopping: AbortSignal) =>
    planBaselineRemoval(lifecycle.enter(id), lifecycle.settings, stopping);
  const options = { concurrency, order: 'input', signal, clock: lifecycle.clock } as const;
  for await (const settled of fanOut(ids, plan, options)) {
    const accountId = settled.item;
    if (settled.status === 'done') {
      changes.push(...settled.value.changes.map((change) => accountChange(accountId, change)));
    } else if (settled.status === 'failed' && !signal.aborted) {
      unread.push(accountId);
      context.warn(failureLine(accountId, settled.error));
    }
  }
  signal.throwIfAborted();
  return { changes, unread };
}

function printPlan({ changes, unread }: RemovalPlan, context: CommandContext): CommandResult {
  const printer = context.printer(accountChangeView);
  for (const change of changes) printer.write(change);
  printer.end();
  const hasUnread = unread.length > 0;
  const rest = hasUnread ? `, ${count(unread.length, 'account')} could not be read` : '';
  return {
    summary: `${count(changes.length, 'resource')} would be deleted${rest}`,
    ...(hasUnread && { code: exitCode.someFailed }),
  };
}

interface RemovalTargets {
  readonly affected: readonly string[];
  readonly unread: readonly string[];
}

/** Returns how many resources were deleted. */
async function removeAll(
  lifecycle: Lifecycle,
  { affected, unread }: RemovalTargets,
  context: CommandContext,
): Promise<number> {
  const { signal } = context;
  const tally = context.startTally(affected.length + unread.length);
  for (const id of unread) tally.settle(id, 'failed');
  const printer = context.printer(accountChangeView);
  let deleted = 0;
  const remove = (id: string, stopping: AbortSignal) => {
    tally.start(id);
    const onChange = (change: ResourceChange) => {
      deleted++;
      printer.write(accountChange(id, change));
    };
    return removeBaseline(lifecycle.enter(id), lifecycle.settings, { signal: stopping, onChange });
  };
  try {
    const options = { concurrency, signal, clock: lifecycle.clock };
    for await (const settled of fanOut(affected, remove, options)) {
      const id = settled.item;
      if (settled.status === 'done') tally.settle(id, 'done');
      if (settled.status !== 'failed') continue;
      const isInterrupted = signal.aborted && settled.error === signal.reason;
      tally.settle(id, isInterrupted ? 'stopped' : 'failed');
      if (!isInterrupted) context.warn(failureLine(id, settled.error));
    }
  } finally {
    printer.end();
  }
  return deleted;
}

function accountChange(accountId: string, change: ResourceChange): AccountChange {
  return { ...change, accountId };
}

function failureLine(accountId: string, error: unknown): string {
  const { message, code } = classify(error);
  return `${accountId}: ${message} (${code})`;
}
