/** How a run goes: how wide, how long, when it stops, and where its outcomes are kept. */

import { type Command, Option } from 'commander';
import type { Given, RunOption } from './option.ts';
import { filled, milliseconds, wholeNumber } from './values.ts';

export const runHeading = 'The run:';

export const runOptions: readonly RunOption[] = [
  {
    field: 'concurrency',
    flags: '--concurrency <number>',
    help: 'most targets at a time',
    byDefault: '20',
    // Its limits are the library's.
    read: wholeNumber('--concurrency', { from: Number.MIN_SAFE_INTEGER }),
  },
  {
    field: 'timeoutMs',
    flags: '--timeout <time>',
    help: 'longest time for one target: 90, 90s, 5m',
    byDefault: 'none',
    read: milliseconds('--timeout'),
  },
  {
    field: 'failureBudget',
    flags: '--failure-budget <number|percent>',
    help: 'stop once more targets have failed: 5, 10%',
    byDefault: 'never stop',
  },
  {
    field: 'failFast',
    flags: '--fail-fast',
    help: 'stop at the first failure',
    conflicts: 'failureBudget',
  },
];

/** What is done around the run itself. */
export interface Surroundings {
  /** A new file for the outcomes. */
  readonly out?: string;
  /** The file of an earlier run to go on with. */
  readonly resume?: string;
  readonly dryRun?: boolean;
  /** Do not ask. */
  readonly yes?: boolean;
}

export function addRunConduct(command: Command): void {
  const surrounding = [
    new Option('--out <file>', 'write the outcomes to a new file, as NDJSON')
      .argParser(filled('--out', 'write no file'))
      .conflicts('resume'),
    new Option(
      '--resume <file>',
      'go on with the file of an earlier run; what is done stays done',
    ).argParser(filled('--resume', 'start anew')),
    new Option('--dry-run', 'show who would run and who would not, and run nothing'),
    new Option('--yes', 'do not ask; otherwise more than 50 targets are asked about on a terminal'),
  ];
  for (const option of surrounding) command.addOption(option.helpGroup(runHeading));
}

export function surroundingsFrom({ out, resume, dryRun, yes }: Given): Surroundings {
  return {
    ...(typeof out === 'string' && { out }),
    ...(typeof resume === 'string' && { resume }),
    dryRun: dryRun === true,
    yes: yes === true,
  };
}
