/** `flotilla inventory summary`: how many resources there are, and where; printed, or as a page. */

import { resolve } from 'node:path';
import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { summarizeRuns } from '../../../../inventory/read/summary.ts';
import { summaryPage } from '../../../../inventory/read/summary-page.ts';
import type { RunOf } from '../../../define-command.ts';
import { writeText } from '../../../write-text.ts';
import { printGaps } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChoiceFrom } from '../runs-options.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { command } from './command.ts';
import { summaryView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { html } = options;
  const { signal } = context;
  const choice = runChoiceFrom(options);
  const runs = await withRuns({ options, places: choice.from, context }, (open) =>
    chooseRuns(choice, open),
  );
  printGaps(runs, context);
  const summary = await unlessInterrupted(signal, summarizeRuns(runs, { signal }));
  if (html === undefined) {
    context.print(summary, summaryView);
    return undefined;
  }
  writeText('--html', html, summaryPage(summary));
  return { summary: `written: ${resolve(html)}` };
};
