import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileWith, runCli } from '../testing/fixture.ts';
import { settingsFile } from '../testing/lifecycle-bed.ts';

const small = ['rehearse', '--accounts', '6', '--days', '4'];
const faults = `faults:
  - { event: {}, probability: 0.3, fault: { lose: true } }
  - { event: {}, probability: 0.2, fault: { double: true } }
`;

test('days are told as they pass, and what held at the end; the same seed gives the same', async () => {
  const path = fileWith(faults, 'faults.yaml');
  const args = [...small, '--faults', path, '--kill', '5', '--seed', 'seven', '--output', 'json'];
  const [first, again, other] = [
    await runCli(args),
    await runCli(args),
    await runCli([...args, '--seed', 'eight']),
  ];

  expect([first.code, first.stderr.split('\n').length]).toEqual([0, 6]);
  expect(first.stderr).toMatch(/^2026-01-01 .*\n2026-01-02 /);
  expect(first.stderr).toMatch(/6 accounts, 4 days, every invariant held; fingerprint \w+/);
  const report = JSON.parse(first.stdout);
  expect(report.invariants.every(({ broken }: { broken: number }) => broken === 0)).toBe(true);
  expect(JSON.parse(again.stdout).fingerprint).toBe(report.fingerprint);
  expect(JSON.parse(other.stdout).fingerprint).not.toBe(report.fingerprint);
});

test('everything that happens is written into the journal', async () => {
  const path = fileWith('', 'journal.ndjson');
  const { code } = await runCli([...small, '--journal', path]);
  const entries = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  expect(code).toBe(0);
  expect(entries.length).toBeGreaterThan(50);
  expect(JSON.stringify(entries)).toContain('OnMaintenanceWindow');
});

test('your own settings are rehearsed', async () => {
  const { code, stdout } = await runCli([
    ...small,
    '--settings',
    settingsFile(),
    '--output',
    'json',
  ]);
  expect([code, JSON.parse(stdout).accounts]).toEqual([0, 6]);
});

test('a broken fault file is named, with the place and the value', async () => {
  const path = fileWith('faults: [{ event: {}, fault: { loose: true } }]', 'faults.yaml');
  const { code, stdout, stderr } = await runCli([...small, '--faults', path]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`${path}: faults[0].fault`);
});

test.for([
  ['--faults', '/nowhere/faults.yaml'],
  ['--journal', '/nowhere/journal.ndjson'],
])('a file of %s that cannot be opened is named', async ([flag = '', path = '']) => {
  const { code, stderr } = await runCli([...small, flag, path]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(path)]);
});
