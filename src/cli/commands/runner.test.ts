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
import type { AccountManifest } from '../../inventory/record.ts';
import { simulateOrganization } from '../../simulator/simulate-organization.ts';
import { runCli } from '../testing/fixture.ts';

const accountId = '111111111111';
const run = '20260131T020000Z-0a1b2c';
const role = ['--role-name', 'OrganizationAccountAccessRole'];

function stage() {
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
  const said = () => JSON.parse(readFileSync(files.log, 'utf8')) as object;
  const s3 = new S3Client(organization.access());
  return { organization, files, cli, said, s3 };
}

type Stage = ReturnType<typeof stage>;

const assume = ({ cli, files }: Stage, ...more: string[]) =>
  cli('assume', '--account', accountId, '--credentials', files.credentials, ...role, ...more);

function inventory({ cli, files }: Stage, ...more: string[]) {
  const places = ['--credentials', files.credentials, '--out', files.out];
  const what = ['--types', 'iam_user,s3_bucket,ec2_vpc', '--regions', 'us-east-1,eu-west-1'];
  return cli('inventory', '--account', accountId, '--run', run, ...places, ...what, ...more);
}

const upload = ({ cli, files }: Stage, ...more: string[]) =>
  cli('upload', '--account', accountId, '--from', files.out, '--bucket', 'reports', ...more);

async function bucketOf({ s3 }: Stage, name = 'reports'): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
}

test('what assume leaves is for its owner alone, and says until when it holds', async () => {
  const here = stage();

  expect(await assume(here)).toMatchObject({ code: 0, stdout: '' });

  expect(statSync(here.files.credentials).mode & 0o777).toBe(0o600);
  const text = readFileSync(here.files.credentials, 'utf8');
  expect(text.split('\n').map((line) => line.split(' = ')[0])).toEqual([
    '[default]',
    'aws_access_key_id',
    'aws_secret_access_key',
    'aws_session_token',
    'x_security_token_expires',
    '',
  ]);
  expect(here.said()).toEqual({
    role: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
    until: /x_security_token_expires = (.*)/.exec(text)?.[1],
  });
});

test('assume run again renews the credentials, and leaves nothing else behind', async () => {
  const here = stage();
  await assume(here);
  const first = readFileSync(here.files.credentials, 'utf8');
  await assume(here);

  expect(readFileSync(here.files.credentials, 'utf8')).not.toBe(first);
  expect(readdirSync(join(here.files.credentials, '..')).sort()).toEqual([
    'credentials',
    'termination-log',
  ]);
});

test('a role that refuses is told, and that another attempt is pointless', async () => {
  const here = stage();
  const { code, stderr } = await assume(here, '--role-name', 'nobody');

  expect(code).toBe(4);
  expect(stderr).toMatch(/^flotilla: AccessDenied: .*role\/nobody\n$/);
  expect(here.said()).toMatchObject({ status: 'failed', kind: 'denied', code: 'AccessDenied' });
});

test('a service that is not well may be well in another attempt', async () => {
  const here = stage();
  here.organization.fault({
    service: 'sts',
    operation: 'AssumeRole',
    fault: { error: { code: 'ServiceUnavailable', status: 503 } },
  });

  expect((await assume(here)).code).toBe(1);
  expect(here.said()).toMatchObject({ status: 'failed', retryable: true });
});

test('an account goes from its role to the bucket, each file under its own path', async () => {
  const here = stage();
  await bucketOf(here);

  expect((await assume(here)).code).toBe(0);
  const { code, stderr } = await inventory(here, '--account-name=alpha');
  expect({ code, stderr: stderr.replace(/\d+/g, 'N') }).toEqual({
    code: 0,
    stderr: 'complete: N records, N gaps, N calls\n',
  });
  const report = here.said() as { records: number };
  expect(report).toEqual({
    status: 'complete',
    records: report.records,
    gaps: 0,
    calls: expect.any(Number),
    throttles: 0,
  });
  expect(await upload(here)).toMatchObject({ code: 0, stdout: '' });

  const { Contents = [] } = await here.s3.send(new ListObjectsV2Command({ Bucket: 'reports' }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    `AWSRecon/2026/01/31/recon_${accountId}.json`,
    `inventory/2026/01/31/${run}/manifests/${accountId}.json`,
    `inventory/2026/01/31/${run}/ndjson/${accountId}.ndjson`,
  ]);
  expect(here.said()).toEqual({
    objects: 3,
    bytes: Contents.reduce((sum, { Size = 0 }) => sum + Size, 0),
  });
  const { Body } = await here.s3.send(
    new GetObjectCommand({ Bucket: 'reports', Key: Contents[1]?.Key }),
  );
  const manifest = JSON.parse((await Body?.transformToString()) ?? '') as AccountManifest;
  expect(manifest).toMatchObject({ accountName: 'alpha', runId: run, status: 'complete' });
  expect(manifest.records).toBe(report.records);
  expect(report.records).toBeGreaterThan(3);
});

test('the second container is nobody but the account, whatever else could be found', async () => {
  const here = stage();
  await assume(here);
  here.organization.journal.clear();
  await inventory(here);

  const { calls } = here.organization.journal;
  const session = `arn:aws:sts::${accountId}:assumed-role/OrganizationAccountAccessRole/`;
  expect(calls.length).toBeGreaterThan(3);
  expect(calls.filter(({ principal }) => !principal.startsWith(session))).toEqual([]);
});

test('credentials of another account are not used under this name', async () => {
  const here = stage();
  here.organization.addAccount({ name: 'beta', id: '222222222222' });
  await assume(here, '--account', '222222222222');
  const { code, stderr } = await inventory(here);

  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: `flotilla: the credentials are those of account 222222222222, and not of ${accountId}; run assume for this account\n`,
  });
});

test('without credentials the second container does nothing, and says so without quoting the file', async () => {
  const here = stage();
  writeFileSync(here.files.credentials, '[default]\naws_access_key_id = half\n');
  const { code, stderr } = await inventory(here);

  expect(code).toBe(4);
  expect(stderr).toBe(
    `flotilla: "${here.files.credentials}" contains no credentials; run assume before\n`,
  );
});

test('a listing that is denied makes the inventory partial, which is uploaded as that', async () => {
  const here = stage();
  await bucketOf(here);
  await assume(here);
  here.organization.deny({ service: 's3', operation: 'ListBuckets' });

  expect((await inventory(here)).code).toBe(0);
  expect(here.said()).toMatchObject({ status: 'partial', gaps: 1 });
  expect((await upload(here)).code).toBe(0);
});

test('what is listed once per run is listed by the runner that is told to', async () => {
  const here = stage();
  await assume(here);
  const policies = async (...more: string[]) => {
    await inventory(here, '--types', 'iam_policy,iam_aws_managed_policy', ...more);
    return (here.said() as { records: number }).records;
  };
  const [without, once] = [await policies(), await policies('--once-per-run')];

  expect(once).toBeGreaterThan(without);
});

test('a bucket of another owner is refused', async () => {
  const here = stage();
  await bucketOf(here);
  await assume(here);
  await inventory(here);
  const { code, stderr } = await upload(here, '--bucket-owner', '999999999999');

  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^flotilla: cannot use s3:\/\/reports\/.*belongs to another account.*allow s3:PutObject .*\n$/,
  );
});

test('nothing is uploaded where nothing was collected', async () => {
  const here = stage();
  await bucketOf(here);
  await assume(here);
  await inventory(here);
  const { code, stderr } = await upload(here, '--account', '222222222222');

  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: `flotilla: there is no manifest of account 222222222222 in "${here.files.out}": nothing was collected into it\n`,
  });
});

test.each([
  [['--account', '12'], '--account: "12" is no account id; give its 12 digits'],
  [
    ['--run', 'monday'],
    '--run: "monday" is no id of a run; they look like 20260131T020000Z-0a1b2c',
  ],
])('%j is refused by name', async (args, message) => {
  const here = stage();
  await assume(here);
  const { code, stderr } = await inventory(here, ...args);

  expect(code).not.toBe(0);
  expect(stderr).toBe(`flotilla: ${message}\n`);
});
