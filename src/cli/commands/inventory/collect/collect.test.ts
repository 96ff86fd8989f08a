import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { simulateOrganization } from '../../../../simulator/index.ts';
import { organizationOfThree, runCli } from '../../../../testing/command-line.ts';
import { interruptAt } from '../../../../testing/interrupt.ts';
import { inventoryRunSchema } from '../run-record.ts';

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

test('collects every selected account, counts the results, and prints the folder of the run', async () => {
  const { code, stdout, stderr } = await collect(['--format', 'ndjson,parquet,recon']);
  const run = stdout.trim();

  expect(code).toBe(0);
  expect(run.startsWith(`${out}/inventory/`)).toBe(true);
  expect(stderr).toMatch(
    /^2 done, 0 failed, 2 skipped in 0\.0 s; \d+ records; accounts: 2 complete, 0 partial, 0 failed, 2 skipped; \d+ calls, 0 throttled$/m,
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

test('what was collected can be queried', async () => {
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

test('a dry run prints which accounts would be collected, and collects nothing', async () => {
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
  [['--format', 'xml'], 'flotilla: --format: "xml" is not one of ndjson, parquet, recon\n'],
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
    'flotilla: no targets: the selected account was skipped (not-active); see --dry-run\n',
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

test('as JSON it is the run with its counts, and a dry run is the plan', async () => {
  const collected = await collect(['--output', 'json']);
  const planned = await collect(['--output', 'json', '--dry-run', '--targets', '111111111111']);
  const run = inventoryRunSchema.parse(JSON.parse(collected.stdout));
  const [, id = ''] = /([^/]*)$/.exec('folder' in run ? run.folder : '') ?? [];

  expect(run).toEqual({
    type: 'run',
    run: id,
    folder: `${out}/inventory/2026/01/01/${id}`,
    isFinished: true,
    records: 4,
    calls: expect.any(Number),
    throttles: 0,
    accounts: { complete: 2, partial: 0, failed: 0, skipped: 2 },
  });
  expect(inventoryRunSchema.parse(JSON.parse(planned.stdout))).toEqual({
    type: 'plan',
    targets: [
      {
        type: 'plan',
        accountId: '111111111111',
        accountName: 'alpha',
        region: 'us-east-1',
        runs: true,
        roleArn: 'arn:aws:iam::111111111111:role/OrganizationAccountAccessRole',
      },
    ],
  });
  expect(planned.stderr).toBe('would run in 1 account; nothing was run\n');
});

test('an interrupted run reports what is done, in progress and never started; the resumed one counts the rest', async () => {
  const world = organizationOfThree();
  world.organization.addAccount({ name: 'delta', id: '444444444444', ou: world.workloads });
  const { organization } = world;
  const args = ['inventory', 'collect', '--out', out, ...narrow, '--concurrency', '1'];
  const interruption = { action: 'DescribeVpcs', occurrence: 2 };

  const { code, stderr } = await runCli(args, interruptAt(organization.access(), interruption));
  const resumed = await runCli([...args, '--resume'], { organization });

  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: `interrupted: 1 done, 0 failed, 1 in progress (222222222222), 1 not started, 2 skipped in 0.0 s
add --resume to collect the rest
`,
  });
  expect(resumed).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^2 done, 0 failed, 2 skipped in 0\.0 s; 6 records; /),
  });
});

test('a finished run that is resumed has nothing left to do', async () => {
  const { organization } = organizationOfThree();
  const args = ['inventory', 'collect', '--out', out, ...narrow];
  const { stdout } = await runCli(args, { organization });

  expect(await runCli([...args, '--resume'], { organization })).toEqual({
    code: 0,
    stdout,
    stderr: expect.stringMatching(/^0 done, 0 failed in 0\.0 s; 4 records; accounts: 2 complete, /),
  });
});

test('more than fifty accounts are collected only with --yes or a yes on a terminal', async () => {
  const organization = simulateOrganization({ accounts: 60, seed: 3 });
  const args = ['inventory', 'collect', '--out', out, ...narrow];

  const { code, stdout, stderr } = await runCli(args, { organization });

  expect({ code, stdout, stderr }).toEqual({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(
      /^would collect 2 types of (\d\d accounts) into .*\nflotilla: Collect the inventory of \1\? There is no terminal to ask on: add --yes; nothing was changed\n$/,
    ),
  });
  expect(existsSync(out)).toBe(false);
});
