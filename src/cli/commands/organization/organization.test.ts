import { expect, test } from 'vitest';
import { organizationOfThree, runCli } from '../../../testing/command-line.ts';

test('the tree of OUs is printed with paths, ids and numbers of accounts', async () => {
  const { organization, workloads, production } = organizationOfThree();

  const { code, stdout, stderr } = await runCli(['organization', '--output', 'json'], {
    organization,
  });

  const rows = JSON.parse(stdout) as { id: string }[];
  expect(code).toBe(0);
  expect(rows).toEqual([
    {
      kind: 'root',
      id: rows[0]?.id,
      path: '/',
      name: 'Root',
      accounts: 2,
      accountsBelow: 4,
      activeBelow: 3,
    },
    {
      kind: 'ou',
      id: workloads,
      path: '/Workloads',
      name: 'Workloads',
      accounts: 1,
      accountsBelow: 2,
      activeBelow: 2,
    },
    {
      kind: 'ou',
      id: production,
      path: '/Workloads/Production',
      name: 'Production',
      accounts: 1,
      accountsBelow: 1,
      activeBelow: 1,
    },
  ]);
  expect(stderr).toBe('2 OUs, 4 accounts, 3 active\n');
});

test('on a terminal the tree is indented and shows the ids that --targets takes', async () => {
  const { organization, production } = organizationOfThree();

  const { stdout } = await runCli(['organization'], { organization });

  expect(stdout).toContain(`· Production  1         1               1       ${production}\n`);
});

test.each([
  ['/Workloads', ['alpha', 'beta']],
  ['/Workloads/Production', ['beta']],
  ['/Workloads/', ['alpha', 'beta']],
])('--targets takes the path of an OU: %s', async (path, names) => {
  const { organization } = organizationOfThree();
  const args = ['accounts', '--targets', path, '--output', 'ndjson'];

  const { stdout } = await runCli(args, { organization });

  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name),
  ).toEqual(names);
});

test('--ignore takes paths too, and / is the root', async () => {
  const { organization } = organizationOfThree();
  const args = ['accounts', '--targets', '/', '--ignore', '/Workloads', '--output', 'ndjson'];

  const { stdout } = await runCli(args, { organization });

  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name),
  ).toEqual(['management', 'gamma']);
});

test.each([
  ['/Workload', 'the organization has no OU "/Workload": in / did you mean Workloads?'],
  [
    '/Workloads/Test',
    'the organization has no OU "/Workloads/Test": in /Workloads there are Production',
  ],
  [
    '/Workloads/Production/x',
    'the organization has no OU "/Workloads/Production/x": in /Workloads/Production it has no OUs below',
  ],
])('a path that does not exist says where it ends: %s', async (path, message) => {
  const { organization } = organizationOfThree();

  expect(await runCli(['accounts', '--targets', path], { organization })).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${message}\n`,
  });
});
