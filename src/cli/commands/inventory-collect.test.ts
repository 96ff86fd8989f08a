import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { organizationOfThree, runCli } from '../testing/fixture.ts';

let folder = '';
let out = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-collect-'));
  out = join(folder, 'inventory');
});
afterEach(() => rmSync(folder, { recursive: true }));

const narrow = ['--types', 'iam_role,ec2_vpc', '--regions', 'us-east-1'];
const collect = (more: readonly string[], world = organizationOfThree()) =>
  runCli(['inventory', 'collect', '--out', out, ...narrow, ...more], {
    organization: world.organization,
  });

test('collects every selected account, says what came of it, and prints where the run lies', async () => {
  const { code, stdout, stderr } = await collect(['--format', 'ndjson,parquet,recon']);
  const run = stdout.trim();

  expect(code).toBe(0);
  expect(run.startsWith(`${out}/inventory/`)).toBe(true);
  expect(stderr).toMatch(
    /^\d+ records; accounts: 2 complete, 0 partial, 0 failed, 2 skipped; \d+ calls, 0 throttled, in /m,
  );
  expect(readdirSync(run).sort()).toEqual([
    'manifests',
    'ndjson',
    'parquet',
    'run.json',
    'start.json',
  ]);
  expect(readdirSync(join(run, 'parquet')).sort()).toEqual([
    '111111111111.parquet',
    '222222222222.parquet',
  ]);
});

test('what was collected can be asked', async () => {
  await collect(['--format', 'parquet']);
  const sql = 'select account_name, type, count(*) as n from resources group by all order by all';
  const { code, stdout } = await runCli([
    'inventory',
    'query',
    sql,
    '--from',
    out,
    '--output',
    'ndjson',
  ]);

  expect(code).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { account_name: 'alpha', type: 'role', n: 1 },
    { account_name: 'alpha', type: 'vpc', n: 1 },
    { account_name: 'beta', type: 'role', n: 1 },
    { account_name: 'beta', type: 'vpc', n: 1 },
  ]);
});

test('a gap makes the exit code 2, and the view gaps names it', async () => {
  const world = organizationOfThree();
  world.organization.deny({ service: 'ec2', operation: 'DescribeVpcs', account: '222222222222' });
  const { code, stderr } = await collect([], world);
  const gaps = await runCli([
    'inventory',
    'query',
    "select account_id, region, type, status, code from gaps where status <> 'skipped'",
    '--from',
    out,
    '--output',
    'ndjson',
  ]);

  expect(code).toBe(2);
  expect(stderr).toContain('accounts: 1 complete, 1 partial, 0 failed, 2 skipped');
  expect(
    gaps.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      account_id: '222222222222',
      region: 'us-east-1',
      type: 'vpc',
      status: 'denied',
      code: 'UnauthorizedOperation',
    },
  ]);
});

test('with --breadth types are collected that only Cloud Control lists', async () => {
  const types = ['--types', 'AWS::Synthetics::Canary,databrew_job', '--breadth'];
  const world = organizationOfThree();
  const { code } = await collect(types, world);

  expect(code).toBe(0);
  expect(world.organization.journal.count('cloudcontrol:ListResources')).toBeGreaterThan(3);
});

test('a dry run shows who would be collected, and collects nothing', async () => {
  const { code, stdout } = await collect(['--dry-run']);

  expect(code).toBe(0);
  expect(stdout).toContain('alpha');
  expect(existsSync(out)).toBe(false);
});

test.each([
  [
    ['--types', 'ec2_instanze'],
    'flotilla: the catalogue has no type "ec2_instanze", did you mean "ec2_instance"?',
  ],
  [['--services', 'EC3'], 'flotilla: the catalogue has no service "EC3", did you mean "EC2"?'],
  [
    ['--format', 'xml'],
    'flotilla: --format: "xml" is no format; the formats are ndjson, parquet, recon\n',
  ],
  [
    ['--out', 'ftp://somewhere'],
    'flotilla: "ftp://somewhere" is not a valid location to write to; give a folder or s3://bucket/prefix\n',
  ],
  [
    ['--out', 's3://no-such-bucket-here'],
    'flotilla: cannot use s3://no-such-bucket-here: the bucket does not exist; create it or check its name',
  ],
  [['--resume'], `flotilla: there is no unfinished run in`],
  [
    ['--targets', '333333333333'],
    'flotilla: nobody is left to collect from: 1 account left out (not-active)\n',
  ],
])('%j is refused before anything is collected', async (options, message) => {
  const world = organizationOfThree();
  const { code, stdout, stderr } = await runCli(
    ['inventory', 'collect', '--regions', 'us-east-1', '--out', out, ...options],
    { organization: world.organization },
  );

  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.startsWith(message), stderr).toBe(true);
  expect(world.organization.journal.count('sts:AssumeRole')).toBe(0);
});
