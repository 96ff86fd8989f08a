import { expect, test } from 'vitest';
import { runCli } from '../testing/command-line.ts';

const lines: readonly (readonly [string, string])[] = [
  ['help accounts', 'accounts --help'],
  ['help lifecycle', 'lifecycle --help'],
  ['help lifecycle sweep', 'lifecycle sweep --help'],
  ['lifecycle help sweep', 'lifecycle sweep --help'],
  ['help inventory runner assume', 'inventory runner assume --help'],
];

test.each(lines)('flotilla %s prints the same as flotilla %s', async (line, same) => {
  const expected = await runCli(same.split(' '));

  expect(expected.stdout).toMatch(/^Usage: flotilla /);
  expect(await runCli(line.split(' '))).toEqual(expected);
});

test.each([
  ['help lifecycle sweeep', "unknown command 'sweeep'; did you mean sweep?"],
  ['help inventroy', "unknown command 'inventroy'; did you mean inventory?"],
  ['help accounts all', "unknown command 'all'"],
  ['lifecicle sweep --help', "unknown command 'lifecicle'; did you mean lifecycle?"],
  ['lifecycle sweeep -h', "unknown command 'sweeep'; did you mean sweep?"],
])('flotilla %s is refused', async (line, problem) => {
  expect(await runCli(line.split(' '))).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${problem}\n`,
  });
});
