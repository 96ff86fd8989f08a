/** Which inventory runs a command reads. */

import { type Command, Option } from 'commander';
import type { RunChoice } from '../../inventory/read/choose-runs.ts';
import { isUrl } from '../../inventory/read/open-source.ts';
import { expectNoAws } from './aws.ts';
import { defaultFolder } from './collect.ts';
import type { Given } from './option.ts';
import { filled, repeated, wrong } from './values.ts';

export const runsHeading = 'Which runs:';

/** Where runs lie. */
export function addPlaces(command: Command): void {
  command
    .addOption(
      new Option(
        '--from <place>',
        `folder or s3://bucket/prefix that runs were collected into; repeat it for more (default: ${defaultFolder})`,
      )
        .argParser(repeated('--from', `mean ${defaultFolder}`))
        .helpGroup(runsHeading),
    )
    .addOption(
      new Option(
        '--cache <folder>',
        'where objects of S3 are kept, so that none is fetched twice (default: flotilla in the cache folder of the user)',
      )
        .argParser(filled('--cache', 'use that of the user'))
        .helpGroup(runsHeading),
    );
}

export function addRunsOptions(command: Command): void {
  addPlaces(command);
  command
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

export function choiceFrom({ from, date, run }: Given): RunChoice {
  return {
    from: (from as readonly string[] | undefined) ?? [defaultFolder],
    ...(typeof date === 'string' && { date }),
    ...(Array.isArray(run) && { runs: run as readonly string[] }),
  };
}

/** Before anything is read: options of AWS are for what lies there. */
export function expectPlaces(command: Command, named: readonly string[] = []): void {
  const { from } = choiceFrom(command.opts());
  if (![...from, ...named].some(isUrl)) expectNoAws(command);
}

function day(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw wrong('--date', text, 'is no day; days look like 2026-01-31');
  return text;
}
