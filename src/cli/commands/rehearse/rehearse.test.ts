import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileWith, runCli } from '../../../testing/command-line.ts';
import { settingsFile } from '../../../testing/lifecycle-command-line.ts';

const small = ['rehearse', '--accounts', '6', '--days', '4'];
const faults = `faults:
  - { event: {}, probability: 0.3, fault: { lose: true } }
  - { event: {}, probability: 0.2, fault: { double: true } }
`;

test('prints each day as it passes, and which invariants held; the same seed gives the same fingerprint', async () => {
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

test('rehearses settings of the user', async () => {
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

test('an interrupted rehearsal reports the days that were finished', async () => {
  const interrupt = new AbortController();
  const onWrite = (text: string) => {
    if (text.startsWith('2026-01-02'))
      interrupt.abort(new DOMException('interrupted', 'AbortError'));
  };

  const { code, stderr, stdout } = await runCli([...small, '--output', 'json'], {
    signal: interrupt.signal,
    onWrite,
  });

  expect(code).toBe(130);
  expect(JSON.parse(stdout).days).toBe(2);
  expect(stderr).toMatch(/\ninterrupted: 6 accounts, 2 of 4 days, every invariant held; /);
});
