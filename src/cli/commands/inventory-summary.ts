/** `flotilla inventory summary`: how much there is, and where; printed, or as a page. */

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chooseRuns } from '../../inventory/read/choose-runs.ts';
import { summarizeRuns } from '../../inventory/read/summary.ts';
import { summaryPage } from '../../inventory/read/summary-page.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { choiceFrom } from '../options/inventory-runs.ts';
import type { Given } from '../options/option.ts';
import { printReport } from '../output/report.ts';
import { tellGaps } from '../print/inventory-notices.ts';
import { summaryTables } from '../print/inventory-summary-view.ts';
import { readingRuns } from './reading-runs.ts';

export interface SummaryGiven extends Given {
  readonly output: 'table' | 'json';
  /** A file for a page. */
  readonly html?: string;
}

export async function inventorySummary(given: SummaryGiven, io: Io): Promise<ExitCode> {
  const choice = choiceFrom(given);
  const runs = await readingRuns({ given, places: choice.from, io }, (open) =>
    chooseRuns(choice, open),
  );
  tellGaps(runs, io);
  const summary = await summarizeRuns(runs, { signal: io.signal });
  if (given.html === undefined)
    printReport(summary, { format: given.output, tables: summaryTables }, io);
  else {
    write(given.html, summaryPage(summary));
    io.stderr.write(`written: ${resolve(given.html)}\n`);
  }
  return exitCode.done;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `--html: cannot write "${path}" (${code ?? message}); check the path`,
      { cause },
    );
  }
}
