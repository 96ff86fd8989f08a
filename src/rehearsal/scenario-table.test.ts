/**
 * Scenarios that users know from the current production system, by the numbers of its feature files, and the tests
 * that cover them. All are listed: a renamed or removed test is reported here.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Number → file, beside this one or from `src`, and the title of the test or of its table. */
const scenarios: Readonly<Record<string, readonly [file: string, title: string]>> = {
  // Accounts and their settings.
  '1, 2': ['scenarios', 'tags of an account and of an OU are set, and those to remove are removed'],
  '3, 4, 5, 6, 9, 10': [
    'scenarios',
    'preparation and purge of an account and of an OU are built with their variables and buildspecs',
  ],
  '7, 85': [
    '../cli/commands/lifecycle/check/check',
    'check lists what needs attention, and exits with 2',
  ],
  '8': [
    'windows',
    'a window opens when its expression says so, and every account is processed once',
  ],
  '11, 15': [
    'scenarios',
    'the tables of the automation account are in its account and region, with a time to live',
  ],
  '16': [
    'builds-that-fail',
    'a build that outlasts the deadline is reported, and its success counts',
  ],
  // Events on one bus.
  '33, 34': ['events-that-stray', 'a new account is on-boarded when the only event is %s'],
  '35, 36': ['events-that-stray', 'the echo of our own tags makes no call and changes nothing'],
  '37, 38, 39, 40, 41, 42, 43, 44': [
    'scenarios',
    'every step of the %s is published on the bus, in order',
  ],
  // Creation.
  '66, 67': ['scenarios', 'an authorized person gets an account, and only one per address'],
  '68': ['events-that-stray', 'a new account is on-boarded when the only event is %s'],
  '69': ['kills', 'an on-boarding that is stopped before any of its calls is finished once'],
  '70, 72': ['policies', 'an account has the policies of its state, and keeps those of others'],
  // Preparation, release and purge.
  '71': [
    'scenarios',
    'an assigned account has its topic, its subscription, its rules and its project',
  ],
  '73, 75, 77': [
    'policies',
    'nothing can be created in an expired account, and the holder of a released one can work',
  ],
  '74': ['windows', 'a few accounts go first, more when these are released, and then the rest'],
  '76': [
    'kills',
    'a worker that dies after its purge has succeeded leaves a maintenance that is finished once',
  ],
  // States.
  '86': ['scenarios', 'a state that a person sets by hand is processed, whatever it was before'],
  '87, 88': [
    '../cli/commands/lifecycle/set-state/set-state',
    '%s sets the state of the selected accounts, from %s',
  ],
  '89': [
    '../cli/commands/lifecycle/maintenance/maintenance',
    'maintenance continues a window that is open, and says when the next one opens',
  ],
  // Transactions.
  '90, 91, 93, 94': ['scenarios', 'the %s begins with its first step and ends with the release'],
  '92, 95': [
    'builds-that-fail',
    'a %s that fails is reported, retried once, ended with an exception, and tried again a day later',
  ],
};

/** 12 to 14 are about settings and images: other tests cover them. */
const expected = [
  [1, 11],
  [15, 16],
  [33, 44],
  [66, 77],
  [85, 95],
].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, n) => from + n));

test('no scenario is missing', () => {
  const numbers = Object.keys(scenarios).flatMap((key) => key.split(', ').map(Number));
  expect(numbers.sort((a, b) => a - b)).toEqual(expected);
});

test.for(Object.entries(scenarios))('scenario %s has its test', ([, [file, title]]) => {
  const path = fileURLToPath(new URL(`${file}.test.ts`, import.meta.url));
  expect(readFileSync(path, 'utf8')).toContain(`'${title}'`);
});
