/** `flotilla inventory summary`: how many resources there are, and where; printed, or as a page. */

import { resolve } from 'node:path';
import type { InventoryCheck } from '../../../../inventory/checks/check.ts';
import { loadChecks, selectChecks } from '../../../../inventory/checks/load-checks.ts';
import { readAccountContents } from '../../../../inventory/read/account-contents.ts';
import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { summarizeRuns } from '../../../../inventory/read/summary.ts';
import { summaryPage } from '../../../../inventory/read/summary-page.ts';
import type { RunOf } from '../../../define-command.ts';
import { refuseIgnored } from '../../../options/refuse-ignored.ts';
import { writeText } from '../../../write-text.ts';
import { printGaps } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChecks } from '../run-checks.ts';
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
    refuseIgnored(context, { checks: '--checks' }, 'only for a page (--html)');
    context.print(summary, summaryView);
    return undefined;
  }
  const accounts = await unlessInterrupted(signal, readAccountContents(runs, { signal }));
  const checks = await runChecks(runs, chosenChecks(options.checks), { signal });
  writeText('--html', html, summaryPage(summary, { accounts, checks }));
  return { summary: `written: ${resolve(html)}` };
};

function chosenChecks(names: readonly string[] | undefined): readonly InventoryCheck[] {
  const all = loadChecks();
  if (names === undefined) return all;
  return names.length === 1 && names[0] === 'none' ? [] : selectChecks(all, names);
}
