/** `flotilla lifecycle status`: accounts by state, and those in progress. */

import { readStatus } from '../../../../lifecycle/sweep/status.ts';
import type { RunOf } from '../../../define-command.ts';
import { countsText } from '../count-text.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';
import type { StatusDocument } from './record.ts';
import { statusView } from './view.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const status = await readStatus(lifecycle, context.signal);
    const { open, overdue, failed, moving, all } = status;
    const shown = { ...status, moving: options.all ? all : moving };
    context.print(shown as StatusDocument, statusView);
    return {
      summary: `${countsText(status)}; ${open} open, ${overdue} overdue, ${failed} failed`,
    };
  });
