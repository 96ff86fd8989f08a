/** `flotilla infrastructure apply`: what differs from what is wanted is put right, and nothing else is touched. */

import { type ExitCode, exitCode } from '../exit-code.ts';
import { convergeAll } from '../infrastructure/converge.ts';
import { type OpenedInstallation, withInstallation } from '../infrastructure/open.ts';
import { tellNotes } from '../infrastructure/tell-notes.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import type { InfrastructureGiven } from '../options/infrastructure.ts';
import type { Format } from '../options/output.ts';
import { count } from '../output/text.ts';
import { printFindings } from '../print/infrastructure-view.ts';

export interface ApplyGiven extends InfrastructureGiven {
  readonly output: Format;
  readonly yes?: boolean;
}

export async function infrastructureApply(given: ApplyGiven, io: Io): Promise<ExitCode> {
  return withInstallation(given, io, async (opened) => {
    if (!(await isAgreed(opened, given, io))) return exitCode.refused;
    const findings = await convergeAll(opened, { given, dry: false }, io);
    const { changes, failed } = printFindings(findings, given.output, io);
    await tellNotes(opened, given, io);
    const told = failed > 0 ? `, ${failed} failed` : '';
    io.stderr.write(`${changes === 0 ? 'nothing' : count(changes, 'change')} made${told}\n`);
    if (io.signal.aborted) return exitCode.interrupted;
    return failed > 0 ? exitCode.someFailed : exitCode.done;
  });
}

/** Whoever sits at a terminal sees the plan first. Where nobody does, whoever wrote the script has decided. */
async function isAgreed(opened: OpenedInstallation, given: ApplyGiven, io: Io): Promise<boolean> {
  if (given.yes || !io.ask) return true;
  const planned = await convergeAll(opened, { given, dry: true }, io);
  const { changes } = printFindings(planned, given.output, io);
  if (changes === 0) return true;
  return consents({ yes: false, question: `Make ${count(changes, 'change')}?` }, io);
}
