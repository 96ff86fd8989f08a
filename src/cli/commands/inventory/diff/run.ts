/** `flotilla inventory diff`: what changed from one run to another. */

import { findRun } from '../../../../inventory/read/choose-runs.ts';
import { diffRuns, type InventoryDiff } from '../../../../inventory/read/diff.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { printUnfinished } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChoiceFrom } from '../runs-options.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { command } from './command.ts';
import { diffView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { run1, run2, allFields, failOnChange, from } = options;
  const { signal } = context;
  const choice = runChoiceFrom({ from });
  const [first, second] = await withRuns(
    { options, places: [...choice.from, run1, run2], context },
    async (open) => [await findRun(run1, choice, open), await findRun(run2, choice, open)] as const,
  );
  printUnfinished([first, second], context);
  const diff = await unlessInterrupted(signal, diffRuns(first, second, { allFields, signal }));
  context.print(diff, diffView);
  const hasFailed = failOnChange && hasChanged(diff);
  return { summary: summaryOf(diff), ...(hasFailed && { code: exitCode.someFailed }) };
};

function hasChanged({ added, removed, changed }: InventoryDiff): boolean {
  return added.length + removed.length + changed.length > 0;
}

function summaryOf({ added, removed, changed, unread }: InventoryDiff): string {
  const numbers = [added, removed, changed].map(({ length }) => length.toLocaleString('en-US'));
  const changes = `${numbers[0]} added, ${numbers[1]} removed, ${numbers[2]} changed`;
  return unread.length === 0
    ? changes
    : `${changes}; ${count(unread.length, 'place')} could not be compared`;
}
