/** `flotilla inventory query`: a question in SQL, or one after the other. */

import { withBreadth } from '../../inventory/catalogue/breadth.ts';
import { loadCatalogue } from '../../inventory/catalogue/catalogue.ts';
import { chooseRuns } from '../../inventory/read/choose-runs.ts';
import {
  type Inventory,
  openInventory,
  standardName,
} from '../../inventory/read/open-inventory.ts';
import type { NameOfType } from '../../inventory/read/type-views.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { converse } from '../interactive/converse.ts';
import type { Io } from '../io.ts';
import { choiceFrom } from '../options/inventory-runs.ts';
import type { Given } from '../options/option.ts';
import type { Format } from '../options/output.ts';
import { printAnswer } from '../print/answer.ts';
import { tellGaps } from '../print/inventory-notices.ts';
import { readingRuns } from './reading-runs.ts';

export interface QueryGiven extends Given {
  readonly output: Format;
  readonly interactive?: boolean;
}

export async function inventoryQuery(
  sql: string | undefined,
  given: QueryGiven,
  io: Io,
): Promise<ExitCode> {
  expectQuestion(sql, given);
  const choice = choiceFrom(given);
  const runs = await readingRuns({ given, places: choice.from, io }, (open) =>
    chooseRuns(choice, open),
  );
  tellGaps(runs, io);
  const inventory = await openInventory(runs, { nameOf: namesOfCatalogue() });
  const interrupt = () => inventory.interrupt();
  io.signal.addEventListener('abort', interrupt);
  try {
    if (io.signal.aborted) return exitCode.interrupted;
    if (sql === undefined) await converse(inventory, given.output, io);
    else await answer(inventory, sql, given, io);
    return io.signal.aborted ? exitCode.interrupted : exitCode.done;
  } finally {
    io.signal.removeEventListener('abort', interrupt);
    inventory.close();
  }
}

async function answer(
  inventory: Inventory,
  sql: string,
  { output }: QueryGiven,
  io: Io,
): Promise<void> {
  try {
    await printAnswer(await inventory.ask(sql), output, io);
  } catch (error) {
    // Interrupted, or whoever read the answer has left: DuckDB says so, and nobody needs to hear it.
    if (!io.signal.aborted) throw error;
  }
}

function expectQuestion(sql: string | undefined, { interactive = false }: QueryGiven): void {
  if ((sql === undefined) === interactive) return;
  const what = interactive ? `leave out "${sql}", or --interactive` : 'give one, or --interactive';
  throw new FlotillaError('InvalidInput', `inventory query takes one question in SQL; ${what}`);
}

/** Types that the catalogue does not have any more keep a name. */
function namesOfCatalogue(): NameOfType {
  const keys = new Map(
    withBreadth(loadCatalogue()).entries.map(({ service, type, key }) => [
      `${service}.${type}`,
      key,
    ]),
  );
  return (service, type) => keys.get(`${service}.${type}`) ?? standardName(service, type);
}
