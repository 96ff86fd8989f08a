import { expect, test } from 'vitest';
import { fileWith, nameOrFail, organizationOfThree, runCli } from '../../testing/command-line.ts';

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
const isRed = (text: string) => text.includes('\u001b[31m');

/** One account fails, and one is skipped. */
async function runWith(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { organization } = organizationOfThree();
  return runCli(['run', fileWith(nameOrFail), ...args], { organization, isTerminal: true, env });
}

test('on a terminal failures are red: the count, and the rows of the table', async () => {
  const { stdout, stderr } = await runWith([]);

  expect(stderr).toContain(`1 done, ${red('1 failed')}, 2 skipped in`);
  expect(stdout).toContain(red('222222222222'));
  expect(stdout).not.toContain(red('111111111111'));
});

test('the reason why a command could not run begins in red', async () => {
  const { stderr } = await runCli(['run', 'no-such-file.ts'], { isTerminal: true });

  expect(stderr).toContain(`${red('flotilla:')} `);
});

test('nothing is red with NO_COLOR or --color never, nor when nothing failed', async () => {
  const withoutColor = [await runWith([], { NO_COLOR: '1' }), await runWith(['--color', 'never'])];
  const successful = await runWith(['--name', 'alpha']);

  for (const { stdout, stderr } of [...withoutColor, successful])
    expect(isRed(stdout + stderr)).toBe(false);
});
