/** `flotilla inventory query`: a question in SQL, or one after the other. */

import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { RunOf } from '../../../define-command.ts';
import { printGaps } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChoiceFrom } from '../runs-options.ts';
import { withInventory } from '../with-inventory.ts';
import type { command } from './command.ts';
import { converse } from './converse.ts';
import { printAnswer } from './print-answer.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { sql, interactive } = options;
  const { signal } = context;
  assertQuestion(sql, interactive);
  const choice = runChoiceFrom(options);
  const runs = await withRuns({ options, places: choice.from, context }, (open) =>
    chooseRuns(choice, open),
  );
  printGaps(runs, context);
  await withInventory(runs, signal, async (inventory) => {
    if (sql === undefined) await converse(inventory, context);
    else await printAnswer(await inventory.ask(sql), context);
  });
  return undefined;
};

function assertQuestion(sql: string | undefined, interactive: boolean): void {
  if ((sql === undefined) === interactive) return;
  const advice = interactive ? `omit "${sql}", or --interactive` : 'give one, or --interactive';
  throw new FlotillaError('InvalidInput', `inventory query takes one question in SQL; ${advice}`);
}
