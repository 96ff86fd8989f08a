import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileWith, runCli } from '../../../testing/command-line.ts';
import { settingsFile, settingsText } from '../../../testing/lifecycle-command-line.ts';

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
  expect(first.stderr).toMatch(
    /6 accounts, 4 days, every invariant held, .* of the transactions failed; fingerprint \w+/,
  );
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
  expect(stderr).toMatch(/\ninterrupted: 6 accounts, 2 of 4 days, every invariant held, /);
});

const allFail = `faults:
  - { build: {}, fault: { fail: true } }
`;

test('a week in which every build fails is not held: accounts are named, with what happened to them', async () => {
  const path = fileWith(allFail, 'faults.yaml');
  const args = ['rehearse', '--accounts', '14', '--days', '5', '--faults', path];
  const { code, stdout, stderr } = await runCli([...args, '--output', 'json']);
  const { invariants, timelines, transactions } = JSON.parse(stdout);
  const broken = invariants
    .filter((one: { broken: number }) => one.broken > 0)
    .map(({ name }: { name: string }) => name);

  expect(code).toBe(2);
  expect(broken).toContain('no more transactions fail than allowed');
  expect(transactions.succeeded).toBe(0);
  expect(stderr).toContain('100.0 % of the transactions failed');
  const failing = timelines.find(
    ({ invariant }: { invariant: string }) =>
      invariant === 'no more transactions fail than allowed',
  );
  expect(failing.entries).toContainEqual({
    at: expect.any(String),
    what: 'decision',
    account: failing.account,
    text: expect.stringMatching(/^(purge|preparation) ended with FAILED, 2 times$/),
    rule: 'build-failed',
    action: 'fail',
    by: expect.any(String),
  });
  const { stdout: plain } = await runCli(args);
  expect(plain).toContain(
    `account ${failing.account}, which broke: no more transactions fail than allowed`,
  );
  expect(plain).toMatch(/fail by rule build-failed \(\w+\): (purge|preparation) ended with FAILED/);
});

test('the share of transactions that may fail is an option', async () => {
  const path = fileWith(
    'faults: [{ build: { project: SpaProjectForAccountPreparation }, times: 2, fault: { fail: true } }]',
    'faults.yaml',
  );
  const run = (share: string) =>
    runCli([...small, '--faults', path, '--fail-above', share, '--output', 'json']);
  const [strict, lenient] = [await run('0%'), await run('60%')];

  expect([strict.code, lenient.code]).toEqual([2, 0]);
  const { code, stderr } = await run('many');
  expect(code).toBe(1);
  expect(stderr).toContain('--fail-above: "many" is not a percentage from 0% to 100%; give 20%');
});

test('a dry run deletes nothing, and a purge by force does', async () => {
  const run = async (mode: string) => {
    const settings = settingsFile(settingsText.replace('--force', mode));
    const args = ['--settings', settings, '--output', 'json'];
    const { code, stdout } = await runCli([...small, ...args]);
    const { calls, invariants, builds } = JSON.parse(stdout);
    const judged = invariants.find(({ name }: { name: string }) => name.includes('dry run'));
    const { checked, broken } = judged;
    return [code, calls['ec2:TerminateInstances'] ?? 0, checked, broken, builds.purge.failed];
  };

  const judged = expect.toSatisfy((checked: number) => checked > 3);
  const some = expect.toSatisfy((calls: number) => calls > 0);
  expect(await run('--dry-run')).toEqual([0, 0, judged, 0, 0]);
  expect(await run('--force')).toEqual([0, some, judged, 0, 0]);
});
