/** The three containers of a runner, one after the other, on folders of this machine. */

import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { AccountManifest } from '../../../../inventory/record.ts';
import { simulateOrganization } from '../../../../simulator/index.ts';
import { runCli } from '../../../../testing/command-line.ts';

const accountId = '111111111111';
const run = '20260131T020000Z-0a1b2c';
const role = ['--role-name', 'OrganizationAccountAccessRole'];

function openFixture() {
  const organization = simulateOrganization({ pageSize: 5 });
  organization.addAccount({ name: 'alpha', id: accountId, seeded: true });
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-runner-'));
  const files = {
    credentials: join(folder, 'credentials'),
    out: join(folder, 'out'),
    log: join(folder, 'termination-log'),
  };
  const cli = (...args: string[]) =>
    runCli(['inventory', 'runner', ...args, '--termination-log', files.log], { organization });
  const result = () => JSON.parse(readFileSync(files.log, 'utf8')) as object;
  const s3 = new S3Client(organization.access());
  return { organization, files, cli, result, s3 };
}

type Fixture = ReturnType<typeof openFixture>;

const assume = ({ cli, files }: Fixture, ...more: string[]) =>
  cli('assume', '--account', accountId, '--credentials', files.credentials, ...role, ...more);

function inventory({ cli, files }: Fixture, ...more: string[]) {
  const places = ['--credentials', files.credentials, '--out', files.out];
  const what = ['--types', 'iam_user,s3_bucket,ec2_vpc', '--regions', 'us-east-1,eu-west-1'];
  return cli('inventory', '--account', accountId, '--run', run, ...places, ...what, ...more);
}

const upload = ({ cli, files }: Fixture, ...more: string[]) =>
  cli('upload', '--account', accountId, '--from', files.out, '--bucket', 'reports', ...more);

async function bucketOf({ s3 }: Fixture, name = 'reports'): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
}

test('the credentials file is readable by its owner only, and contains the expiration', async () => {
  const fixture = openFixture();

  expect(await assume(fixture)).toMatchObject({ code: 0, stdout: '' });

  expect(statSync(fixture.files.credentials).mode & 0o777).toBe(0o600);
  const text = readFileSync(fixture.files.credentials, 'utf8');
  expect(text.split('\n').map((line) => line.split(' = ')[0])).toEqual([
    '[default]',
    'aws_access_key_id',
    'aws_secret_access_key',
    'aws_session_token',
    'x_security_token_expires',
    '',
  ]);
  expect(fixture.result()).toEqual({
    role: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
    until: /x_security_token_expires = (.*)/.exec(text)?.[1],
  });
});

test('assume run again renews the credentials, and writes nothing else', async () => {
  const fixture = openFixture();
  await assume(fixture);
  const first = readFileSync(fixture.files.credentials, 'utf8');
  await assume(fixture);

  expect(readFileSync(fixture.files.credentials, 'utf8')).not.toBe(first);
  expect(readdirSync(join(fixture.files.credentials, '..')).sort()).toEqual([
    'credentials',
    'termination-log',
  ]);
});

test('a role that refuses is a permanent failure', async () => {
  const fixture = openFixture();
  const { code, stderr } = await assume(fixture, '--role-name', 'missing');

  expect(code).toBe(4);
  expect(stderr).toMatch(/^flotilla: AccessDenied: .*role\/missing\n$/);
  expect(fixture.result()).toMatchObject({
    status: 'failed',
    kind: 'denied',
    code: 'AccessDenied',
  });
});

test('an unavailable service is worth another attempt', async () => {
  const fixture = openFixture();
  fixture.organization.fault({
    service: 'sts',
    operation: 'AssumeRole',
    fault: { error: { code: 'ServiceUnavailable', status: 503 } },
  });

  expect((await assume(fixture)).code).toBe(1);
  expect(fixture.result()).toMatchObject({ status: 'failed', retryable: true });
});

test('an account goes from its role to the bucket, each file under its own path', async () => {
  const fixture = openFixture();
  await bucketOf(fixture);

  expect((await assume(fixture)).code).toBe(0);
  const { code, stderr } = await inventory(fixture, '--account-name=alpha');
  expect({ code, stderr: stderr.replace(/\d+/g, 'N') }).toEqual({
    code: 0,
    stderr: 'complete: N records, N gaps, N calls\n',
  });
  const report = fixture.result() as { records: number };
  expect(report).toEqual({
    status: 'complete',
    records: report.records,
    gaps: 0,
    calls: expect.any(Number),
    throttles: 0,
  });
  expect(await upload(fixture)).toMatchObject({ code: 0, stdout: '' });

  const { Contents = [] } = await fixture.s3.send(new ListObjectsV2Command({ Bucket: 'reports' }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    `AWSRecon/2026/01/31/recon_${accountId}.json`,
    `inventory/2026/01/31/${run}/manifests/${accountId}.json`,
    `inventory/2026/01/31/${run}/ndjson/${accountId}.ndjson`,
  ]);
  expect(fixture.result()).toEqual({
    objects: 3,
    bytes: Contents.reduce((sum, { Size = 0 }) => sum + Size, 0),
  });
  const { Body } = await fixture.s3.send(
    new GetObjectCommand({ Bucket: 'reports', Key: Contents[1]?.Key }),
  );
  const manifest = JSON.parse((await Body?.transformToString()) ?? '') as AccountManifest;
  expect(manifest).toMatchObject({ accountName: 'alpha', runId: run, status: 'complete' });
  expect(manifest.records).toBe(report.records);
  expect(report.records).toBeGreaterThan(3);
});

test('the second container uses the credentials of the account and no others', async () => {
  const fixture = openFixture();
  await assume(fixture);
  fixture.organization.journal.clear();
  await inventory(fixture);

  const { calls } = fixture.organization.journal;
  const session = `arn:aws:sts::${accountId}:assumed-role/OrganizationAccountAccessRole/`;
  expect(calls.length).toBeGreaterThan(3);
  expect(calls.filter(({ principal }) => !principal.startsWith(session))).toEqual([]);
});

test('credentials of another account are refused', async () => {
  const fixture = openFixture();
  fixture.organization.addAccount({ name: 'beta', id: '222222222222' });
  await assume(fixture, '--account', '222222222222');
  const { code, stderr } = await inventory(fixture);

  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: `flotilla: the credentials are those of account 222222222222, and not of ${accountId}; run assume for this account\n`,
  });
});

test('without credentials the second container fails without quoting the file', async () => {
  const fixture = openFixture();
  writeFileSync(fixture.files.credentials, '[default]\naws_access_key_id = half\n');
  const { code, stderr } = await inventory(fixture);

  expect(code).toBe(4);
  expect(stderr).toBe(
    `flotilla: "${fixture.files.credentials}" contains no credentials; run assume before\n`,
  );
});

test('a listing that is denied makes the inventory partial, and it is uploaded as partial', async () => {
  const fixture = openFixture();
  await bucketOf(fixture);
  await assume(fixture);
  fixture.organization.deny({ service: 's3', operation: 'ListBuckets' });

  expect((await inventory(fixture)).code).toBe(0);
  expect(fixture.result()).toMatchObject({ status: 'partial', gaps: 1 });
  expect((await upload(fixture)).code).toBe(0);
});

test('what is listed once per run is listed by the runner with --once-per-run', async () => {
  const fixture = openFixture();
  await assume(fixture);
  const policies = async (...more: string[]) => {
    await inventory(fixture, '--types', 'iam_policy,iam_aws_managed_policy', ...more);
    return (fixture.result() as { records: number }).records;
  };
  const [without, once] = [await policies(), await policies('--once-per-run')];

  expect(once).toBeGreaterThan(without);
});

test('a bucket of another owner is refused', async () => {
  const fixture = openFixture();
  await bucketOf(fixture);
  await assume(fixture);
  await inventory(fixture);
  const { code, stderr } = await upload(fixture, '--bucket-owner', '999999999999');

  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^flotilla: cannot use s3:\/\/reports\/.*belongs to another account.*allow s3:PutObject .*\n$/,
  );
});

test('an account that was not collected is not uploaded', async () => {
  const fixture = openFixture();
  await bucketOf(fixture);
  await assume(fixture);
  await inventory(fixture);
  const { code, stderr } = await upload(fixture, '--account', '222222222222');

  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: `flotilla: there is no manifest of account 222222222222 in "${fixture.files.out}": nothing was collected into it\n`,
  });
});

const malformed =
  '--format: "xml" is not one of ndjson, parquet, recon; --region: "eu-wset-1" is not an AWS region, did you mean eu-west-1; regions look like eu-west-1';

test.each([
  [['--account', '12'], '--account: "12" is not an account id; give its 12 digits'],
  [['--region', 'eu-wset-1', '--format', 'xml'], malformed],
  [
    ['--run', 'monday'],
    '--run: "monday" is not the id of a run; they look like 20260131T020000Z-0a1b2c',
  ],
])('%j is refused by name', async (args, message) => {
  const fixture = openFixture();
  await assume(fixture);
  const { code, stderr } = await inventory(fixture, ...args);

  expect({ code, stderr }).toEqual({ code: 4, stderr: `flotilla: ${message}\n` });
  expect(fixture.result()).toEqual({
    status: 'failed',
    kind: 'invalid',
    code: 'InvalidInput',
    message,
    retryable: false,
  });
});
