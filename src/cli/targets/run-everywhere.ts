/** What `run` and `exec` have in common: plan, announce, confirm, run. */

import type { Fleet } from '../../aws/open-fleet.ts';
import { toRecord } from '../../fleet/outcome-record.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import type { TargetOperation } from '../../fleet/run-targets.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandResult } from '../define-command.ts';
import { exitCode } from '../exit-code.ts';
import { count } from '../output/text.ts';
import { assertTargets } from './assert-targets.ts';
import { type LogPaths, prepareLog } from './outcome-log.ts';
import { outcomeView } from './outcome-view.ts';
import { performRun } from './perform-run.ts';
import { describeTargets, makePlan, type Plan, readPlan } from './plan.ts';
import { printPlan } from './print-plan.ts';

export interface EverywhereJob {
  readonly settings: RunSettings;
  readonly log: LogPaths & { readonly dryRun: boolean };
  readonly operation: TargetOperation<unknown>;
  /** The command line or the file that runs: only the same one may continue a file of outcomes. */
  readonly fingerprint: object;
  /** A value on one line of a table. */
  readonly describe?: (value: unknown) => unknown;
}

export async function runEverywhere(
  fleet: Fleet,
  job: EverywhereJob,
  context: CommandContext,
): Promise<CommandResult> {
  const { settings, log: paths, operation, fingerprint, describe } = job;
  const log = await prepareLog({ fleet, settings, paths, fingerprint }, context.io);
  try {
    const plan = makePlan(await readPlan(fleet, settings, context.io), log.done);
    if (paths.dryRun) return printPlan(plan, context);
    if (plan.running.length === 0) return nothingToRun(plan, context);
    await context.confirm({
      question: `Run in ${describeTargets(plan.running)}?`,
      targets: plan.running.length,
      plan: announcement('would run in', plan),
    });
    context.note(announcement('running in', plan));
    const file = await log.open();
    const printer = context.printer(outcomeView({ describe }));
    const run = { fleet, settings, plan, operation, printer, file };
    const { isComplete, stray } = await performRun(run, context);
    const canResume = !isComplete && log.path !== undefined;
    return {
      ...(canResume && { hint: `the rest can be run with --resume ${log.path}` }),
      ...(stray > 0 && {
        summary: `${count(stray, 'target')} with errors that were not awaited`,
        code: exitCode.someFailed,
      }),
    };
  } finally {
    await log.close();
  }
}

function announcement(verb: string, { running, skipped, alreadyDone }: Plan): string {
  const parts = [
    `${verb} ${describeTargets(running)}`,
    ...(skipped.length > 0 ? [`${count(skipped.length, 'account')} skipped`] : []),
    ...(alreadyDone.length > 0 ? [`${alreadyDone.length} already done`] : []),
  ];
  return parts.join(', ');
}

/** Everything is done already, which is good; or every account is skipped, which is not what was meant. */
function nothingToRun(plan: Plan, context: CommandContext): CommandResult {
  const { skipped, alreadyDone } = plan;
  const printer = context.printer(outcomeView());
  for (const { skipped: outcome } of skipped) printer.write(toRecord(outcome));
  printer.end();
  if (alreadyDone.length === 0) assertTargets(plan);
  return { summary: `${count(alreadyDone.length, 'target')} already done, none left to run` };
}
