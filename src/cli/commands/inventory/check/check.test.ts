import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';

let from = '';

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-check-'));
});

afterEach(() => rmSync(from, { recursive: true }));

const check = (...args: readonly string[]) =>
  runCli(['inventory', 'check', '--from', from, ...args]);

const volume = (id: string, Encrypted: boolean, rest: object = {}) =>
  record({
    service: 'EC2',
    type: 'volume',
    id,
    accountName: 'alpha',
    resource: { VolumeId: id, Encrypted, Size: 8 },
    ...rest,
  });

const records = [volume('vol-1', false), volume('vol-2', true)];
const denied = {
  accountId: '222222222222',
  region: 'eu-west-1',
  service: 'EC2',
  type: 'volume',
  status: 'denied' as const,
  code: 'UnauthorizedOperation',
};

test('what violates a check is listed, and what could not be read beside it', async () => {
  await writeRun(from, {
    records,
    entries: [denied],
    failed: { '333333333333': 'the role refuses' },
  });

  const { code, stdout, stderr } = await check('ec2-volume-unencrypted');

  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: '1 check: 1 failed, 0 unread, 0 passed; 1 finding\n',
  });
  expect(stdout).toBe(`Findings
Severity  Check                   Account       Name   Region     Resource  Detail
${'─'.repeat(99)}
medium    ec2-volume-unencrypted  111111111111  alpha  eu-west-1  vol-1     8 GiB are not encrypted

Not read: there may be more findings
Account       Name  Table       Status  Code                   Regions
${'─'.repeat(72)}
222222222222        ec2_volume  denied  UnauthorizedOperation  eu-west-1
333333333333        all         failed

Checks
Check                   Severity  Status  Findings  Unread      Title
${'─'.repeat(94)}
ec2-volume-unencrypted  medium    failed  1         2 accounts  Volumes that are not encrypted
0 checks passed
`);
});

test('a check without findings passes only where everything was read', async () => {
  const statuses = async (name: string) => {
    const { stdout } = await check(name, '--output', 'ndjson');
    return JSON.parse(stdout.split('\n')[0] ?? '') as object;
  };
  await writeRun(from, { records: [volume('vol-2', true)], entries: [denied] });

  expect(await statuses('ec2-volume-unencrypted')).toMatchObject({
    status: 'unread',
    findings: 0,
    unreadAccounts: 1,
  });
  expect(await statuses('kms-key-public')).toMatchObject({ status: 'unread', unreadAccounts: 2 });

  await writeRun(from, { records: [volume('vol-2', true)], date: '2026-02-01', runId: 'later' });
  expect(await statuses('ec2-volume-unencrypted')).toMatchObject({
    status: 'passed',
    unreadAccounts: 0,
  });
});

test.each([
  [['ec2-volume-unencrypted'], 0],
  [['ec2-volume-unencrypted', '--fail-on', 'medium'], 2],
  [['ec2-volume-unencrypted', '--fail-on', 'low'], 2],
  [['ec2-volume-unencrypted', '--fail-on', 'high'], 0],
  [['kms-key-public', '--fail-on', 'high'], 2],
  [['kms-key-public', '--fail-on', 'high', '--allow-unread'], 0],
  [['ec2-volume-unencrypted', '--fail-on', 'medium', '--allow-unread'], 2],
])('%j exits with %i', async (args, expected) => {
  await writeRun(from, { records });

  expect((await check(...args)).code).toBe(expected);
});

test('records are typed: a check, its findings, and what could not be read', async () => {
  await writeRun(from, { records, entries: [denied] });

  const { stdout } = await check('ec2-volume-unencrypted', '--output', 'json');

  const common = { check: 'ec2-volume-unencrypted', severity: 'medium', category: 'security' };
  expect(JSON.parse(stdout)).toEqual([
    {
      type: 'check',
      ...common,
      title: 'Volumes that are not encrypted',
      why: expect.any(String),
      remediation: expect.any(String),
      source: expect.stringMatching(/^https:/),
      status: 'failed',
      findings: 1,
      unreadAccounts: 1,
    },
    {
      type: 'finding',
      ...common,
      accountId: '111111111111',
      accountName: 'alpha',
      region: 'eu-west-1',
      id: 'vol-1',
      detail: '8 GiB are not encrypted',
    },
    {
      type: 'unread',
      ...common,
      accountId: '222222222222',
      table: 'ec2_volume',
      regions: ['eu-west-1'],
      status: 'denied',
      code: 'UnauthorizedOperation',
    },
  ]);
});

test('a category runs its checks, and --all runs every one', async () => {
  await writeRun(from, { records });
  const namesOf = async (...args: readonly string[]) => {
    const { stdout } = await check(...args, '--output', 'json');
    const found = JSON.parse(stdout) as readonly { type: string; category: string }[];
    return found.filter(({ type }) => type === 'check').map(({ category }) => category);
  };

  expect(new Set(await namesOf('cost'))).toEqual(new Set(['cost']));
  expect(await namesOf('--all')).toEqual(await namesOf('--list'));
});

const own = `-- title: Volumes of alpha
-- severity: low
-- category: ours
-- why: They belong
--   to a project that ended.
-- remediation: Delete them.
SELECT account_id, region, id FROM ec2_volume WHERE account_name = 'alpha';
`;

test('a folder of the user adds checks', async () => {
  await writeRun(from, { records });
  const folder = mkdtempSync(join(from, 'checks-'));
  writeFileSync(join(folder, 'volumes-of-alpha.sql'), own);

  const { stdout } = await check('ours', '--folder', folder, '--output', 'json');

  expect(JSON.parse(stdout)).toMatchObject([
    { check: 'volumes-of-alpha', why: 'They belong to a project that ended.', findings: 2 },
    { type: 'finding', id: 'vol-1' },
    { type: 'finding', id: 'vol-2' },
  ]);
});

test.each([
  ['', 'title: Invalid input: expected string, received undefined'],
  [own.replace('low', 'big'), 'severity: Invalid option'],
  [own.replace('-- why', '-- reason'), 'why: Invalid input'],
  [own.replace('-- why', '-- owner: me\n-- why'), 'owner: Unrecognized key: "owner"'],
  [own.replace(/SELECT.*/, ''), 'the query below the header is missing'],
])('a file that is not a check is refused by name (%#)', async (text, problem) => {
  await writeRun(from, { records });
  const folder = mkdtempSync(join(from, 'checks-'));
  const path = join(folder, 'own.sql');
  writeFileSync(path, text);

  const { code, stderr } = await check('own', '--folder', folder);

  expect(code).toBe(1);
  expect(stderr).toContain(`flotilla: "${path}" is not a valid check: ${problem}`);
});

test.each([
  [own.replace('region, id', 'id'), 'check "own": its query has no column region'],
  [
    own.replace('region, id', 'region, id, tags'),
    'check "own": its query has a column "tags"; the columns of a check are account_id, region, id, account_name, arn, detail',
  ],
  [
    own.replace('ec2_volume', 'ec2_volumes'),
    'check "own": Catalog Error: Table with name ec2_volumes does not exist! Did you mean "ec2_volume"?',
  ],
  [
    own.replace(/SELECT.*/, "COPY resources TO 'x'"),
    'check "own": an inventory is read-only: use SELECT, FROM, WITH, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN',
  ],
])('a query that is not one of a check is refused by name (%#)', async (text, message) => {
  await writeRun(from, { records });
  const folder = mkdtempSync(join(from, 'checks-'));
  writeFileSync(join(folder, 'own.sql'), text);

  expect(await check('own', '--folder', folder)).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${message}\n`,
  });
});

test.each([
  [[], 'no check was named; name some, or use --all'],
  [['--all', 'cost'], '--all runs every check; omit it, or the names'],
  [
    ['ec2-volume-unencryptd'],
    '"ec2-volume-unencryptd" is not a check, did you mean "ec2-volume-unencrypted"? list them with: flotilla inventory check --list',
  ],
  [['--all', '--list'], '--list: cannot be combined with --all; omit one of them'],
])('%j is refused', async (args, message) => {
  expect(await check(...args)).toEqual({ code: 1, stdout: '', stderr: `flotilla: ${message}\n` });
});

test('a file that cannot be written is named', async () => {
  await writeRun(from, { records });

  const { code, stderr } = await check('cost', '--sarif', join(from, 'no/such/folder'));

  expect(code).toBe(1);
  expect(stderr).toMatch(/^flotilla: --sarif: cannot write ".*" \(ENOENT\); check the path\n$/);
});

test('results are written as SARIF: rules, findings, and what could not be read', async () => {
  await writeRun(from, { records, entries: [denied] });
  const file = join(from, 'checks.sarif');

  await check('ec2-volume-unencrypted', 'kms-key-rotation-off', '--sarif', file);

  const { runs } = JSON.parse(readFileSync(file, 'utf8')) as {
    runs: readonly {
      tool: { driver: { rules: readonly object[] } };
      invocations: readonly { toolExecutionNotifications: readonly object[] }[];
      results: readonly object[];
    }[];
  };
  const { tool, invocations, results } = runs[0] ?? {};
  expect(tool?.driver.rules).toMatchObject([
    {
      id: 'ec2-volume-unencrypted',
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['security'], 'security-severity': '5.0' },
    },
    { id: 'kms-key-rotation-off', defaultConfiguration: { level: 'note' } },
  ]);
  expect(results).toMatchObject([
    {
      ruleId: 'ec2-volume-unencrypted',
      ruleIndex: 0,
      level: 'warning',
      message: { text: 'vol-1 in alpha (111111111111), eu-west-1: 8 GiB are not encrypted' },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: '111111111111/eu-west-1/vol-1' } },
          logicalLocations: [{ name: 'vol-1' }],
        },
      ],
      partialFingerprints: { 'resource/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
    },
  ]);
  expect(invocations?.[0]?.toolExecutionNotifications).toMatchObject([
    {
      level: 'warning',
      associatedRule: { id: 'ec2-volume-unencrypted' },
      message: {
        text: 'account 222222222222 was not read completely: ec2_volume, denied (UnauthorizedOperation), eu-west-1',
      },
    },
    { associatedRule: { id: 'kms-key-rotation-off' } },
    { associatedRule: { id: 'kms-key-rotation-off' } },
  ]);
});

test('results are written as XML of JUnit: a failure, an error for what was not read, a success', async () => {
  await writeRun(from, { records: [volume('vol-<1>', false), volume('vol-\u0001', false)] });
  const file = join(from, 'checks.xml');

  await check('ec2-volume-unencrypted', 'ec2-volume-gp2', 'kms-key-public', '--junit', file);

  expect(readFileSync(file, 'utf8')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="flotilla inventory check" tests="3" failures="1" errors="1">
  <testsuite name="cost" tests="1" failures="0" errors="0">
    <testcase classname="cost" name="ec2-volume-gp2"/>
  </testsuite>
  <testsuite name="security" tests="2" failures="1" errors="1">
    <testcase classname="security" name="ec2-volume-unencrypted">
      <failure type="medium" message="medium: Volumes that are not encrypted">111111111111 eu-west-1 vol-&lt;1&gt; 8 GiB are not encrypted
111111111111 eu-west-1 vol-\ufffd 8 GiB are not encrypted
Copy the volume by an encrypted snapshot.</failure>
    </testcase>
    <testcase classname="security" name="kms-key-public">
      <error type="critical" message="critical: Keys that everyone can use">account 111111111111 was not read completely: kms_key, not-collected
Name the accounts in the policy, or add a condition on your organization.</error>
    </testcase>
  </testsuite>
</testsuites>
`);
});
