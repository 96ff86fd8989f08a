/** How a container of a runner ends, well or not: it writes its result where Kubernetes looks for it. */

import { failureReport } from '../../../../inventory/runner/report.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult } from '../../../define-command.ts';
import { errorLine } from '../../../error-line.ts';
import { exitCode } from '../../../exit-code.ts';
import { writeText } from '../../../write-text.ts';

export interface ContainerResult {
  /** What the orchestrator reads. */
  readonly report: object;
  /** The closing line. */
  readonly summary: string;
}

/** By the exit code, Kubernetes decides whether another attempt may succeed. */
export async function reportEnd(
  { terminationLog }: { readonly terminationLog: unknown },
  context: CommandContext,
  work: () => Promise<ContainerResult>,
): Promise<CommandResult> {
  const file = typeof terminationLog === 'string' ? terminationLog.trim() : '';
  try {
    const { report, summary } = await work();
    writeReport(file, report);
    return { summary };
  } catch (error) {
    const { signal } = context;
    const report = failureReport(signal.aborted ? signal.reason : error);
    writeReport(file, report);
    if (report.retryable || signal.aborted) throw error;
    context.warn(`flotilla: ${errorLine(error)}`);
    return { code: exitCode.permanentFailure };
  }
}

function writeReport(file: string, report: object): void {
  if (file !== '') writeText('--termination-log', file, JSON.stringify(report));
}
