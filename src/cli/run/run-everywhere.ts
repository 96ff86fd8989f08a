/** What `run` and `exec` have in common: plan, tell, ask, run, sum up. */

import type { Fleet } from '../../aws/open-fleet.ts';
import { toRecord } from '../../fleet/outcome-record.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import type { TargetOperation } from '../../fleet/run-targets.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { Format } from '../options/output.ts';
import type { Surroundings } from '../options/run.ts';
import { outcomeView } from '../print/outcome-view.ts';
import { createPrinter } from '../print/printer.ts';
import { count } from '../print/text.ts';
import { mayRun } from './may-run.ts';
import { type OutcomeLog, prepareLog } from './outcome-log.ts';
import { performRun } from './perform-run.ts';
import { describeTargets, makePlan, type Plan, readPlan } from './plan.ts';
import { printPlan } from './print-plan.ts';
import { exitCodeFor } from './tally.ts';

export interface Job {
  readonly settings: RunSettings;
  readonly surroundings: Surroundings;
  readonly format: Format;
  readonly operation: TargetOperation<unknown>;
  /** The command line or the file that runs: only the same one may go on with a file of outcomes. */
  readonly what: object;
  /** What a value says on one line of a table. */
  readonly describe?: (value: unknown) => unknown;
  /** Most rows of a table of results. Default: all. */
  readonly mostResults?: number;
}

export async function runEverywhere(fleet: Fleet, job: Job, io: Io): Promise<ExitCode> {
  const log = await prepareLog({ fleet, ...job }, io);
  try {
    const plan = makePlan(await readPlan(fleet, job.settings, io), log.done);
    if (job.surroundings.dryRun) return printPlan(plan, job.format, io);
    if (plan.running.length === 0) return nothingToRun(plan, job, io);
    io.stderr.write(`${announcement(plan)}\n`);
    const { length: number } = plan.running;
    const question = `Run in ${describeTargets(plan.running)}?`;
    if (!(await mayRun({ number, yes: job.surroundings.yes, question }, io))) return refused(io);
    return await performJob(fleet, { job, plan, log }, io);
  } finally {
    await log.close();
  }
}

async function performJob(
  fleet: Fleet,
  { job, plan, log }: { readonly job: Job; readonly plan: Plan; readonly log: OutcomeLog },
  io: Io,
): Promise<ExitCode> {
  const { settings, operation, format, describe, mostResults } = job;
  const file = await log.open();
  const printer = createPrinter(format, outcomeView({ describe, mostResults }), io);
  const tally = await performRun({ fleet, settings, plan, operation, printer, file }, io);
  const code = exitCodeFor(tally, io.signal.aborted);
  if (code !== exitCode.done && log.path !== undefined) {
    io.stderr.write(`the rest can be run with --resume ${log.path}\n`);
  }
  return code;
}

function announcement({ running, skipped, alreadyDone }: Plan): string {
  const parts = [
    `running in ${describeTargets(running)}`,
    ...(skipped.length > 0 ? [`${count(skipped.length, 'account')} left out`] : []),
    ...(alreadyDone.length > 0 ? [`${alreadyDone.length} done already`] : []),
  ];
  return parts.join(', ');
}

function refused(io: Io): ExitCode {
  io.stderr.write('flotilla: nothing was run\n');
  return exitCode.refused;
}

/** Everything is done already, which is good; or everybody is left out, which is not what was meant. */
function nothingToRun({ skipped, alreadyDone }: Plan, job: Job, io: Io): ExitCode {
  const printer = createPrinter(job.format, outcomeView(), io);
  for (const { skipped: outcome } of skipped) printer.write(toRecord(outcome));
  printer.end();
  if (alreadyDone.length > 0) {
    io.stderr.write(
      `${count(alreadyDone.length, 'target')} done already, and nothing is left to run\n`,
    );
    return exitCode.done;
  }
  const selected = `${count(skipped.length, 'account')} selected and left out`;
  throw new FlotillaError('Selection', `nobody is left to run in: ${selected}; select others`);
}
