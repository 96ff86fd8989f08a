/** `flotilla infrastructure destroy`: deletes the resources of an installation, after showing them. */

import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { applyChanges, printFindings } from '../apply-changes.ts';
import { countFindings } from '../findings.ts';
import { readMembers } from '../members.ts';
import { withInstallation } from '../open.ts';
import { compareRemoval, removeInstallation } from '../remove.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withInstallation(options, context, async (opened) => {
    const work = { options, members: await readMembers(opened, options, context) };
    const planned = await compareRemoval(opened, work, context);
    const { changes, failed } = countFindings(planned);
    const resources = count(changes, 'resource');
    const unread = failed > 0 ? `, ${failed} could not be read` : '';
    if (options.dryRun) {
      printFindings(planned, context);
      const code = failed > 0 ? { code: exitCode.someFailed } : {};
      return { summary: `would delete ${resources}${unread}; nothing was changed`, ...code };
    }
    return await applyChanges(
      {
        planned,
        question: `Delete ${resources}?`,
        title: 'Deleted',
        nothing: `nothing to delete${unread}`,
        perform: (follower) => removeInstallation(opened, work, { follower, context }),
      },
      context,
    );
  });
