/** `flotilla infrastructure apply`: changes what differs from the desired state, and touches nothing else. */

import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { applyChanges } from '../apply-changes.ts';
import { changeInstallation, compareInstallation } from '../converge.ts';
import { countFindings } from '../findings.ts';
import { readMembers } from '../members.ts';
import { withInstallation } from '../open.ts';
import { printNotes } from '../print-notes.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withInstallation(options, context, async (opened) => {
    const work = { options, members: await readMembers(opened, options, context) };
    const planned = await compareInstallation(opened, work, context);
    await printNotes(opened, options, context);
    const { changes, failed } = countFindings(planned);
    const unread = failed > 0 ? `, ${failed} could not be read` : '';
    return await applyChanges(
      {
        planned,
        question: `Make ${count(changes, 'change')}?`,
        title: 'Applied',
        nothing: `nothing to change${unread}`,
        perform: (follower) => changeInstallation(opened, work, { follower, context }),
      },
      context,
    );
  });
