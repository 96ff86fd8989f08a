/** `--dry-run`: who would run, and why the others would not. */

import { classify } from '../../aws/failures.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';
import type { Target } from '../../model/outcome.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { Format } from '../options/output.ts';
import { type PlanRecord, planView } from '../print/plan-view.ts';
import { createPrinter } from '../print/printer.ts';
import { describeTargets, type Plan } from './plan.ts';

export function printPlan(plan: Plan, format: Format, io: Io): ExitCode {
  const { planned, alreadyDone, running, skipped } = plan;
  const printer = createPrinter(format, planView, io);
  for (const one of planned) printer.write(recordOf(one));
  for (const one of alreadyDone) printer.write({ ...recordOf(one), ...doneAlready });
  printer.end();
  const unread = running.filter((one) => one.plan === 'unread').length;
  const would = `would run in ${describeTargets(running.filter((one) => one.plan === 'run'))}`;
  const others = skipped.length + alreadyDone.length + unread;
  io.stderr.write(`${would}${others > 0 ? `, not in ${others}` : ''}; nothing was run\n`);
  return unread > 0 ? exitCode.someFailed : exitCode.done;
}

const doneAlready = { runs: false, reason: 'done', detail: 'it is done already' } as const;

function recordOf(one: PlannedTarget): PlanRecord {
  if (one.plan === 'skip') {
    const { target, reason, detail } = one.skipped;
    return { ...placeOf(target), runs: false, reason, detail };
  }
  const place = placeOf(one.target);
  if (one.plan === 'run') return { ...place, runs: true, roleArn: one.role.arn };
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
