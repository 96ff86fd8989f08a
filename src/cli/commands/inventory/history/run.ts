/** `flotilla inventory history`: how much there was, over all runs. */

import { resolve } from 'node:path';
import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { growthOf } from '../../../../inventory/read/growth.ts';
import { growthPage } from '../../../../inventory/read/growth-page.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { writeText } from '../../../write-text.ts';
import { withRuns } from '../open-runs.ts';
import { runChoiceFrom } from '../runs-options.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { command } from './command.ts';
import { growthView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { by, per, html } = options;
  const { signal } = context;
  const choice = { ...runChoiceFrom({ from: options.from }), all: true };
  const runs = await withRuns({ options, places: choice.from, context }, (open) =>
    chooseRuns(choice, open),
  );
  const growths = await unlessInterrupted(signal, growthOf(runs, { by, per }, { signal }));
  if (html !== undefined) {
    writeText('--html', html, growthPage(growths, { by, per }));
    return { summary: `written: ${resolve(html)}` };
  }
  const printer = context.printer(growthView(by));
  for (const growth of growths) printer.write(growth);
  printer.end();
  return { summary: `${count(growths.length, by)}, ${count(runs.length, 'run')}` };
};
