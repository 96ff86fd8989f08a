/** `flotilla inventory show`: one resource, with its neighbours and its history. */

import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { resourceHistory } from '../../../../inventory/read/resource-history.ts';
import { showResource } from '../../../../inventory/read/show-resource.ts';
import type { RunOf } from '../../../define-command.ts';
import { printGaps } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChoiceFrom } from '../runs-options.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { command } from './command.ts';
import type { ShownRecord } from './record.ts';
import { shownView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { resource: name, oneRun } = options;
  const { signal } = context;
  const choice = runChoiceFrom(options);
  const shown = await withRuns({ options, places: choice.from, context }, async (open) => {
    const runs = await chooseRuns(choice, open);
    printGaps(runs, context);
    const found = await unlessInterrupted(signal, showResource(runs, name, { signal }));
    if (oneRun) return found;
    const { from } = choice;
    const all = await chooseRuns({ from, all: true, accountId: found.accountId }, open);
    const history = await unlessInterrupted(signal, resourceHistory(all, found, { signal }));
    return { ...found, history };
  });
  context.print(shown as ShownRecord, shownView);
  return undefined;
};
