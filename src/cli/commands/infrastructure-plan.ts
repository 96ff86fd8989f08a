/** `flotilla infrastructure plan`: what differs from what is wanted. Nothing is changed. */

import { type ExitCode, exitCode } from '../exit-code.ts';
import { convergeAll } from '../infrastructure/converge.ts';
import { withInstallation } from '../infrastructure/open.ts';
import { tellNotes } from '../infrastructure/tell-notes.ts';
import type { Io } from '../io.ts';
import type { InfrastructureGiven } from '../options/infrastructure.ts';
import type { Format } from '../options/output.ts';
import { count } from '../output/text.ts';
import { printFindings } from '../print/infrastructure-view.ts';

export interface PlanGiven extends InfrastructureGiven {
  readonly output: Format;
  readonly failOnChange?: boolean;
}

export async function infrastructurePlan(given: PlanGiven, io: Io): Promise<ExitCode> {
  return withInstallation(given, io, async (opened) => {
    const findings = await convergeAll(opened, { given, dry: true }, io);
    const { changes, failed } = printFindings(findings, given.output, io);
    await tellNotes(opened, given, io);
    const told = failed > 0 ? `, ${failed} could not be read` : '';
    io.stderr.write(`${changes === 0 ? 'nothing' : count(changes, 'change')} to be made${told}\n`);
    if (failed > 0) return exitCode.someFailed;
    return given.failOnChange && changes > 0 ? exitCode.someFailed : exitCode.done;
  });
}
