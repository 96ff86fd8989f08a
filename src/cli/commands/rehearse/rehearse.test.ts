import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('the reports of the last month count what the journal has', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'flotilla-reports-')), 'reports');
  const result = await runCli([...small, '--reports', folder, '--output', 'json']);
  const report = JSON.parse(result.stdout) as { activities: Record<string, number> };

  const activities = Object.values(report.activities).reduce((sum, count) => sum + count, 0);
  const csv = readFileSync(
    join(folder, 'SpaReports/Activities/sandbox/2026/2026-01-sandbox-activities.csv'),
    'utf8',
  );
  expect(csv.trim().split('\r\n').length - 1).toBe(activities);
  expect(activities).toBeGreaterThan(5);
  expect(result.stderr).toContain(`reports of 2026-01: 6 accounts, ${activities} activities, `);
  for (const page of ['accounts', 'activities', 'costs']) {
    expect(readFileSync(join(folder, `${page}.html`), 'utf8')).toContain('<!doctype html>');
  }
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

test('a build that outlasts the deadline keeps its account in progress', async () => {
  const path = fileWith(
    'faults: [{ build: {}, probability: 0.5, fault: { durationMs: 18000000 } }]',
    'faults.yaml',
  );
  const { code, stderr } = await runCli([...small, '--faults', path]);
  expect([code, stderr]).toEqual([0, expect.stringContaining('every invariant held')]);
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

test('the journal shows an account at any time: its state, the decision and the reason', async () => {
  const path = fileWith('', 'journal.ndjson');
  await runCli([...small, '--journal', path]);
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line));
  const purge = entries.find(({ rule }) => rule === 'purge');
  const { account } = purge;
  const show = (...args: string[]) =>
    runCli(['rehearse', '--journal', path, '--account', account, ...args]);

  const { code, stdout } = await show('--until', purge.at.slice(0, 16), '--output', 'json');
  const before = JSON.parse(stdout);
  const after = JSON.parse((await show('--output', 'json')).stdout);
  const plain = await show('--until', '2026-01-03T18:10');

  expect(JSON.parse(header ?? '')).toEqual({
    what: 'rehearsal',
    version: 1,
    accounts: 6,
    days: 4,
    seed: '1',
  });
  expect(code).toBe(0);
  expect(before).toMatchObject({ account, until: `${purge.at.slice(0, 16)}:00.000Z` });
  expect(after).toMatchObject({
    account,
    state: 'released',
    decision: { what: 'decision', account, action: 'wait' },
    action: { what: 'decision', account, rule: 'released', action: 'finish' },
  });
  expect(after.entries.at(-1)).toMatchObject({ account });
  expect(plain.stdout).toMatch(new RegExp(`^Account +${account}\n`));
  expect(plain.stderr).toContain(`${account} was `);
});

test.for([
  [['--account', '111111111111'], '--account reads a journal'],
  [['--until', '2026-01-03'], '--until shows one account'],
  [['--until', 'later', '--account', '111111111111'], '--until: "later" is not a time'],
  [['a.yaml', 'b.yaml'], '"a.yaml": settings files without an option belong to --compare'],
  [['--compare', 'a.yaml'], '--compare: give two settings files'],
] as const)('refuses %j', async ([args, message]) => {
  const { code, stdout, stderr } = await runCli(['rehearse', ...args]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
});

test('a file that is not a journal is refused, and so is an account that it does not have', async () => {
  const journal = fileWith('', 'journal.ndjson');
  await runCli(['rehearse', '--accounts', '1', '--days', '1', '--journal', journal]);
  const show = (path: string) =>
    runCli(['rehearse', '--journal', path, '--account', '111111111111']);

  const [other, unknown] = [await show(fileWith('{}', 'other.ndjson')), await show(journal)];
  expect([other.code, unknown.code]).toEqual([1, 1]);
  expect(other.stderr).toContain('is not a journal of this version');
  expect(unknown.stderr).toContain('has nothing about account "111111111111"');
});

test('two settings files are rehearsed with the same seed, and only what differs is printed', async () => {
  const older = settingsFile();
  const newer = settingsFile(
    settingsText.replace(/purge: .*/, 'purge: {feature: disabled, variables: {}}'),
  );
  const run = (...files: string[]) =>
    runCli(['rehearse', '--compare', ...files, ...small.slice(1), '--output', 'json']);
  const { code, stdout, stderr } = await run(older, newer);
  const { settings, seed, differences } = JSON.parse(stdout);

  expect([code, settings, seed]).toEqual([0, [older, newer], '1']);
  expect(differences).toContainEqual({
    what: 'purges that succeeded',
    first: expect.any(Number),
    second: 0,
  });
  const names = differences.map(({ what }: { what: string }) => what);
  expect(names).toEqual(expect.arrayContaining(['CodeBuild minutes', 'CodeBuild dollars']));
  expect(names).not.toContain('accounts');
  expect(stderr).toContain('differences in 4 days of 6 accounts');
  expect(JSON.parse((await run(older, older)).stdout).differences).toEqual([]);
});
