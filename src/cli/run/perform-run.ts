/** The run itself: targets in, outcomes out to the printer and the file, with progress meanwhile. */

import type { Fleet } from '../../aws/open-fleet.ts';
import type { OutcomeFile } from '../../fleet/outcome-file.ts';
import { jsonLine, type OutcomeRecord, toRecord } from '../../fleet/outcome-record.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { runTargets, type TargetOperation } from '../../fleet/run-targets.ts';
import type { Io } from '../io.ts';
import type { Printer } from '../print/printer.ts';
import { divertConsole } from '../progress/divert-console.ts';
import { startProgress } from '../progress/progress.ts';
import type { Plan } from './plan.ts';
import { addTo, emptyTally, summaryOf, type Tally } from './tally.ts';

export interface Running {
  readonly fleet: Fleet;
  readonly settings: RunSettings;
  readonly plan: Plan;
  readonly operation: TargetOperation<unknown>;
  readonly printer: Printer<OutcomeRecord>;
  readonly file: Pick<OutcomeFile, 'write'>;
}

/** Says on stderr what came of it. */
export async function performRun(running: Running, io: Io): Promise<Tally> {
  const { fleet, settings, plan, printer, file } = running;
  const startedAt = io.clock.now();
  const tally = emptyTally();
  const progress = startProgress(plan.running.length, io);
  const restoreConsole = divertConsole(io, progress);
  const operation: TargetOperation<unknown> = async (session) =>
    asJson(await running.operation(session));
  try {
    const options = { settings, signal: io.signal };
    for await (const outcome of runTargets(fleet, plan.planned, operation, options)) {
      await file.write(outcome);
      progress.around(() => printer.write(toRecord(outcome)));
      addTo(tally, outcome);
      progress.update({ done: tally.done, failed: tally.failed + tally.stopped });
    }
  } finally {
    restoreConsole();
    progress.stop();
  }
  printer.end();
  io.stderr.write(`${summaryOf(tally, io.clock.now() - startedAt, io.signal.aborted)}\n`);
  return tally;
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
