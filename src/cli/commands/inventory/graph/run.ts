/** `flotilla inventory graph`: the relations between resources, for programs that draw graphs. */

import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { graphOf } from '../../../../inventory/read/graphml.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { printGaps } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChoiceFrom } from '../runs-options.ts';
import { withInventory } from '../with-inventory.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { signal, io } = context;
  const choice = runChoiceFrom(options);
  const runs = await withRuns({ options, places: choice.from, context }, (open) =>
    chooseRuns(choice, open),
  );
  printGaps(runs, context);
  return await withInventory(runs, signal, async (inventory) => {
    const graph = await graphOf(inventory, options.accounts);
    for (const line of graph.text) io.stdout.write(`${line}\n`);
    return { summary: `${count(graph.nodes, 'resource')}, ${count(graph.edges, 'relation')}` };
  });
};
