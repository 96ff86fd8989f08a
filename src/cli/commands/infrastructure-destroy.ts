/** `flotilla infrastructure destroy`: takes away what is ours, after showing it. */

import { type ExitCode, exitCode } from '../exit-code.ts';
import { withInstallation } from '../infrastructure/open.ts';
import { removeAll } from '../infrastructure/remove.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import type { InfrastructureGiven } from '../options/infrastructure.ts';
import type { Format } from '../options/output.ts';
import { count } from '../output/text.ts';
import { printFindings } from '../print/infrastructure-view.ts';

export interface DestroyGiven extends InfrastructureGiven {
  readonly output: Format;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export async function infrastructureDestroy(given: DestroyGiven, io: Io): Promise<ExitCode> {
  return withInstallation(given, io, async (opened) => {
    const planned = await removeAll(opened, { given, dry: true }, io);
    const { changes, failed } = printFindings(planned, given.output, io);
    if (given.dryRun || changes === 0) return ended({ changes, failed }, 'would be taken away', io);
    const question = `Take away ${count(changes, 'resource')}?`;
    if (!(await consents({ yes: given.yes, question }, io))) return exitCode.refused;
    const removed = await removeAll(opened, { given, dry: false }, io);
    const failures = removed.filter(({ action }) => action === 'failed');
    for (const { accountId, resource, differences } of failures) {
      io.stderr.write(`${accountId}: ${resource}: ${differences.join(', ')}\n`);
    }
    const gone = removed.filter(({ action }) => action === 'delete').length;
    return ended({ changes: gone, failed: failures.length }, 'taken away', io);
  });
}

interface Numbers {
  readonly changes: number;
  readonly failed: number;
}

function ended({ changes, failed }: Numbers, what: string, io: Io): ExitCode {
  const told = failed > 0 ? `, ${failed} failed` : '';
  io.stderr.write(`${count(changes, 'resource')} ${what}${told}\n`);
  return failed > 0 ? exitCode.someFailed : exitCode.done;
}
