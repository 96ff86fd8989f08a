/** What a container of a runner does at its end, well or not: its report is where Kubernetes looks for it. */

import { writeFileSync } from 'node:fs';
import { failureReport } from '../../inventory/runner/report.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { RunnerGiven } from '../options/runner.ts';
import { reportError } from '../report-error.ts';

/** `work` answers what it has to say. Its exit code tells Kubernetes whether another attempt may do better. */
export async function reporting(
  { terminationLog }: RunnerGiven,
  io: Io,
  work: () => Promise<object>,
): Promise<ExitCode> {
  try {
    tell(terminationLog, await work());
    return exitCode.done;
  } catch (error) {
    const report = failureReport(io.signal.aborted ? io.signal.reason : error);
    tell(terminationLog, report);
    const code = reportError(error, io);
    return report.retryable ? code : exitCode.pointless;
  }
}

function tell(file: string | undefined, report: object): void {
  if (file === undefined) return;
  try {
    writeFileSync(file, JSON.stringify(report));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = `--termination-log: cannot write "${file}" (${code ?? message}); check the path`;
    throw new FlotillaError('File', why, { cause });
  }
}
