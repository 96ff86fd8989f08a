/** `flotilla inventory diff`: what changed from one run to another. */

import { findRun } from '../../inventory/read/choose-runs.ts';
import { diffRuns, type InventoryDiff } from '../../inventory/read/diff.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { choiceFrom } from '../options/inventory-runs.ts';
import type { Given } from '../options/option.ts';
import { printReport } from '../output/report.ts';
import { count } from '../output/text.ts';
import { diffTables } from '../print/inventory-diff-view.ts';
import { tellUnfinished } from '../print/inventory-notices.ts';
import { readingRuns } from './reading-runs.ts';

export interface DiffGiven extends Given {
  readonly output: 'table' | 'json';
  readonly failOnChange?: boolean;
  readonly allFields?: boolean;
}

export async function inventoryDiff(
  [one, two]: readonly [string, string],
  given: DiffGiven,
  io: Io,
): Promise<ExitCode> {
  const { allFields = false, failOnChange = false, output } = given;
  const choice = choiceFrom(given);
  const places = [...choice.from, one, two];
  const [first, second] = await readingRuns(
    { given, places, io },
    async (open) => [await findRun(one, choice, open), await findRun(two, choice, open)] as const,
  );
  tellUnfinished([first, second], io);
  const diff = await diffRuns(first, second, { allFields, signal: io.signal });
  printReport(diff, { format: output, tables: diffTables }, io);
  io.stderr.write(`${summaryOf(diff)}\n`);
  return failOnChange && hasChanged(diff) ? exitCode.someFailed : exitCode.done;
}

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
