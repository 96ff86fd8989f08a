/** Which inventory runs a command reads. */

import { type Command, Option } from 'commander';
import type { Choice } from '../../inventory/read/choose-runs.ts';
import { defaultFolder } from './collect.ts';
import type { Given } from './option.ts';
import { repeated, wrong } from './values.ts';

export const runsHeading = 'Which runs:';

export function fromOption(): Option {
  return new Option(
    '--from <folder>',
    `folder that runs were collected into; repeat it for more (default: ${defaultFolder})`,
  )
    .argParser(repeated('--from', `mean ${defaultFolder}`))
    .helpGroup(runsHeading);
}

export function addRunsOptions(command: Command): void {
  command
    .addOption(fromOption())
    .addOption(
      new Option('--date <date>', 'the latest finished run of a day: 2026-01-31')
        .argParser(day)
        .helpGroup(runsHeading),
    )
    .addOption(
      new Option(
        '--run <id>',
        'this run, finished or not; repeat it for more (default: the latest finished run)',
      )
        .argParser(repeated('--run', 'mean the latest finished run'))
        .conflicts('date')
        .helpGroup(runsHeading),
    );
}

export function choiceFrom({ from, date, run }: Given): Choice {
  return {
    from: (from as readonly string[] | undefined) ?? [defaultFolder],
    ...(typeof date === 'string' && { date }),
    ...(Array.isArray(run) && { runs: run as readonly string[] }),
  };
}

function day(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw wrong('--date', text, 'is no day; days look like 2026-01-31');
  return text;
}
