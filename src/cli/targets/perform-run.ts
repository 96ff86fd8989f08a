/** The run itself: targets in, outcomes out to the printer and the file, counted meanwhile. */

import { classify } from '../../aws/failures.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { OutcomeFile } from '../../fleet/outcome-file.ts';
import { jsonLine, type OutcomeRecord, targetKey, toRecord } from '../../fleet/outcome-record.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { runTargets, type TargetOperation } from '../../fleet/run-targets.ts';
import type { Outcome, Target } from '../../model/outcome.ts';
import type { CommandContext } from '../command-context.ts';
import type { Printer } from '../output/printer.ts';
import { divertConsole } from '../progress/divert-console.ts';
import { isComplete, type Tally, type TallyResult } from '../tally.ts';
import { guardProcess } from './guard-process.ts';
import type { Plan } from './plan.ts';

export interface TargetRun {
  readonly fleet: Fleet;
  readonly settings: RunSettings;
  readonly plan: Plan;
  readonly operation: TargetOperation<unknown>;
  readonly printer: Printer<OutcomeRecord>;
  readonly file: Pick<OutcomeFile, 'write'>;
}

export interface RunResult {
  /** Every target ran and none failed. */
  readonly isComplete: boolean;
  /** How many targets had errors that their functions did not await. */
  readonly stray: number;
}

export async function performRun(run: TargetRun, context: CommandContext): Promise<RunResult> {
  const { fleet, settings, plan, printer, file } = run;
  const tally = context.startTally(plan.running.length);
  const restoreConsole = divertConsole(context.log);
  const stray = new Set<string>();
  const guard = guardProcess((error, target = 'a target') => {
    stray.add(target);
    const { code, message } = classify(error);
    context.warn(`${target}: an error that the function did not await: ${code}: ${message}`);
  });
  const operation: TargetOperation<unknown> = async (session) => {
    const name = nameOf(session.target);
    tally.start(name);
    return asJson(await guard.run(name, () => run.operation(session)));
  };
  try {
    const options = { settings, signal: context.signal };
    for await (const outcome of runTargets(fleet, plan.planned, operation, options)) {
      await file.write(outcome);
      printer.write(toRecord(outcome));
      settleOutcome(tally, outcome);
    }
  } finally {
    await guard.release();
    restoreConsole();
  }
  printer.end();
  return { isComplete: isComplete(tally.counts), stray: stray.size };
}

/** Counts an outcome of a fan-out. One that never started is counted by its absence. */
export function settleOutcome(
  tally: Tally,
  outcome: Outcome<unknown>,
  name = nameOf(outcome.target),
): void {
  if (outcome.status === 'skipped' && outcome.reason === 'not-started') {
    tally.endEarly(outcome.detail);
    return;
  }
  tally.settle(name, resultOf(outcome));
}

function resultOf(outcome: Outcome<unknown>): TallyResult {
  if (outcome.status !== 'failed') return outcome.status;
  return outcome.failure.kind === 'cancelled' ? 'stopped' : 'failed';
}

/** `123456789012 eu-west-1` */
function nameOf({ account, region }: Target): string {
  return targetKey(account.id, region);
}

/**
 * What the operation returned, as it will be printed and written. Taken at once: what JSON cannot hold fails its own
 * target and not the run, and clients and responses behind it can go.
 */
function asJson(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = jsonLine(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
