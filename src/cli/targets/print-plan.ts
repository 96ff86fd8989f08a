/** `--dry-run`: which targets would run, and why the others would not. */

import { classify } from '../../aws/failures.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';
import type { Target } from '../../model/outcome.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandResult } from '../define-command.ts';
import { exitCode } from '../exit-code.ts';
import type { PlanRecord } from './output-schema.ts';
import { describeTargets, type Plan } from './plan.ts';
import { planView } from './plan-view.ts';

export function printPlan(plan: Plan, context: CommandContext): CommandResult {
  const printer = context.printer(planView);
  for (const record of planRecords(plan)) printer.write(record);
  printer.end();
  return planResult(plan);
}

export function planRecords({ planned, alreadyDone }: Plan): readonly PlanRecord[] {
  const done = alreadyDone.map((one) => ({ ...recordOf(one), ...doneRecord }));
  return [...planned.map(recordOf), ...done];
}

export function planResult({ alreadyDone, running, skipped }: Plan): CommandResult {
  const unread = running.filter((one) => one.plan === 'unread').length;
  const would = `would run in ${describeTargets(running.filter((one) => one.plan === 'run'))}`;
  const others = skipped.length + alreadyDone.length + unread;
  const summary = `${would}${others > 0 ? `, not in ${others}` : ''}; nothing was run`;
  return { summary, ...(unread > 0 && { code: exitCode.someFailed }) };
}

const doneRecord = { runs: false, reason: 'done', detail: 'already done' } as const;

function recordOf(one: PlannedTarget): PlanRecord {
  if (one.plan === 'skip') {
    const { target, reason, detail } = one.skipped;
    return { ...placeOf(target), runs: false, reason, detail };
  }
  const place = placeOf(one.target);
  if (one.plan === 'run') return { ...place, runs: true, roleArn: one.role.assumed.arn };
  return { ...place, runs: false, reason: 'unread', detail: unreadRegions(one.cause) };
}

export function unreadRegions(cause: unknown): string {
  const { code, message } = classify(cause);
  return `its regions could not be read (${code}: ${message})`;
}

function placeOf({ account, region }: Target) {
  return {
    type: 'plan' as const,
    accountId: account.id,
    ...(account.name !== undefined && { accountName: account.name }),
    ...(region !== undefined && { region }),
  };
}
