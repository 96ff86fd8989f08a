/** Runs that lie in a bucket: collected there, and read from there by every command that reads. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { organizationOfThree, runCli } from '../../../testing/command-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-cli-s3-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function collected() {
  const { organization } = organizationOfThree();
  const s3 = new S3Client(organization.access());
  await s3.send(new CreateBucketCommand({ Bucket: 'runs' }));
  const inventory = (...args: string[]) => runCli(['inventory', ...args], { organization });
  const narrow = ['--types', 'iam_role,ec2_vpc', '--regions', 'us-east-1'];
  const collect = () => inventory('collect', '--out', 's3://runs/org', ...narrow);
  const { stdout } = await collect();
  const there = ['--from', 's3://runs/org', '--cache', join(folder, 'cache')];
  return { organization, inventory, collect, there, run: stdout.trim() };
}

const sql = 'SELECT account_name, count(*) AS n FROM ec2_vpc GROUP BY ALL ORDER BY ALL';

test('a run in a bucket is queried there, and fetched once', async () => {
  const { inventory, there, organization } = await collected();
  const query = () => inventory('query', sql, '--output', 'ndjson', ...there);
  const first = await query();
  organization.journal.clear();

  expect(first.stdout).toBe('{"account_name":"alpha","n":1}\n{"account_name":"beta","n":1}\n');
  expect(await query()).toEqual(first);
  expect(organization.journal.count('s3:GetObject')).toBe(0);
});

test('runs in a bucket are counted and compared like others', async () => {
  const { inventory, collect, there, run } = await collected();
  const later = (await collect()).stdout.trim();

  const summary = await inventory('summary', '--output', 'json', ...there);
  expect(JSON.parse(summary.stdout)).toMatchObject({ records: expect.any(Number) });
  const diff = await inventory('diff', run, later, ...there.slice(2));
  expect(diff).toMatchObject({ code: 0, stderr: expect.stringMatching(/^0 added, 0 removed/m) });
});

test('options for runs in a bucket are refused for runs in a folder', async () => {
  const { inventory } = await collected();

  expect(await inventory('query', sql, '--from', folder, '--cache', 'x')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flotilla: --cache: only for runs in a bucket (--from s3://bucket/prefix); omit it\n',
  });
  expect(await inventory('query', sql, '--from', folder, '--region', 'eu-west-1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--region: only for runs in a bucket'),
  });
});

test('a bucket that does not exist is reported in one line', async () => {
  const { inventory } = await collected();

  expect(await inventory('query', sql, '--from', 's3://nowhere', '--cache', folder)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: cannot read s3://nowhere/: there is no such bucket or object; check its name (NoSuchBucket)\n',
  });
});
