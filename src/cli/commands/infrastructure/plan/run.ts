/** `flotilla infrastructure plan`: what differs from the desired state. Nothing is changed. */

import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { printFindings } from '../apply-changes.ts';
import { compareInstallation } from '../converge.ts';
import { countFindings } from '../findings.ts';
import { readMembers } from '../members.ts';
import { withInstallation } from '../open.ts';
import { printNotes } from '../print-notes.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withInstallation(options, context, async (opened) => {
    const members = await readMembers(opened, options, context);
    const planned = await compareInstallation(opened, { options, members }, context);
    printFindings(planned, context);
    await printNotes(opened, options, context);
    const { changes, failed } = countFindings(planned);
    const others = failed > 0 ? `, ${failed} could not be read` : '';
    const hasFailed = failed > 0 || (options.failOnChange && changes > 0);
    return {
      summary: `${changes === 0 ? 'nothing' : count(changes, 'change')} to make${others}`,
      ...(hasFailed && { code: exitCode.someFailed }),
    };
  });
