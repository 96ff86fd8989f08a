/** What the tour shows, one after the other. Each step uses what the commands use. */

import type { Stage } from './stage.ts';
import { listAccounts } from './step-accounts.ts';
import { showFile } from './step-file.ts';
import { askInventory } from './step-inventory.ts';
import { rehearseMonth } from './step-rehearse.ts';
import { countEverywhere, runTheRest } from './step-run.ts';

export interface Step {
  readonly title: string;
  /** A sentence or two on what will be seen. */
  readonly say: string;
  readonly do: (stage: Stage) => Promise<void>;
}

export const steps: readonly Step[] = [
  {
    title: 'The accounts',
    say: 'An organization of 120 accounts has been raised in this process, behind the wire protocols of AWS, and is read as the real one is. Some accounts are suspended or closed: they are listed, and left out of runs.',
    do: listAccounts,
  },
  {
    title: 'A function in every account',
    say: 'This function counts IAM users. It runs in all accounts, eight at a time, with credentials of the account it is in. A few accounts will make trouble, which ends nothing: what failed and why is a result too.',
    do: countEverywhere,
  },
  {
    title: 'What is kept',
    say: 'Every outcome is a line of JSON in a file, written as it came: for jq, for a spreadsheet, for going on.',
    do: showFile,
  },
  {
    title: 'The rest, once more',
    say: 'The trouble of the moment has passed. The same run goes on with its file: what is done stays done, and only the rest runs. Accounts that have no such role still fail, as they should.',
    do: runTheRest,
  },
  {
    title: 'What is in the accounts',
    say: 'Eight of the six hundred types of resources are listed in every account and written as Parquet, with a manifest of what could not be read. Then a question in SQL.',
    do: askInventory,
  },
  {
    title: 'Personal accounts, day by day',
    say: 'Accounts that people keep are prepared, released, expired and purged, week after week. Here that is rehearsed on another organization with a clock of its own: a month passes in seconds, one worker in twenty is killed in the middle of what it does, and at every moment it is judged whether what was promised holds.',
    do: rehearseMonth,
  },
];
