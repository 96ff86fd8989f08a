import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import { simulateOrganization } from '../../simulator/index.ts';
import { record, writeRun } from '../../testing/write-run.ts';
import { chooseRuns, findRun, type RunChoice } from './choose-runs.ts';
import { openInventory } from './open-inventory.ts';
import { sourceOpener } from './open-source.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-s3-source-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const records = [
  record({ service: 'EC2', type: 'vpc', id: 'vpc-1' }),
  record({ service: 'EC2', type: 'vpc', id: 'vpc-2', accountId: '222222222222' }),
];
const from = ['s3://runs/org'];

async function world() {
  const organization = simulateOrganization({ pageSize: 2 });
  const fleet = openFleet(organization.access());
  const client = fleet.client(S3Client);
  await client.send(new CreateBucketCommand({ Bucket: 'runs' }));
  const open = (signal?: AbortSignal) =>
    sourceOpener({ fleet, cache: join(folder, 'cache'), ...(signal && { signal }) });
  return { organization, client, open, journal: organization.journal };
}

type World = Awaited<ReturnType<typeof world>>;

/** Uploads a local run to the bucket. */
async function upload({ client }: World, run: Parameters<typeof writeRun>[1]) {
  const out = join(folder, 'out');
  const path = await writeRun(out, run);
  for (const file of globSync('**/*.*', { cwd: path })) {
    const Key = `org/${relative(out, join(path, file))}`;
    const Body = readFileSync(join(path, file));
    await client.send(new PutObjectCommand({ Bucket: 'runs', Key, Body }));
  }
  rmSync(out, { recursive: true });
}

async function ids({ open }: World, choice: Omit<RunChoice, 'from'> = {}): Promise<unknown> {
  const inventory = await openInventory(await chooseRuns({ from, ...choice }, open()));
  const { rows } = await inventory.ask('SELECT run_id, id FROM resources ORDER BY ALL');
  const found = await Array.fromAsync(rows);
  inventory.close();
  return found;
}

test('the latest finished run of a bucket is read, and nothing of another run is downloaded', async () => {
  const there = await world();
  await upload(there, { runId: 'older', date: '2025-12-31', records });
  await upload(there, { runId: 'newer', date: '2026-01-02', records });
  await upload(there, { runId: 'broken', date: '2026-01-03', records, isUnfinished: true });
  there.journal.clear();

  expect(await ids(there)).toEqual([
    ['newer', 'vpc-1'],
    ['newer', 'vpc-2'],
  ]);
  // The summary, and the manifest and the records of two accounts.
  expect(there.journal.count('s3:GetObject')).toBe(5);
});

test('a day, runs by their ids, and a run by its prefix are found as in a folder', async () => {
  const there = await world();
  await upload(there, { runId: 'one', date: '2025-12-31', records: records.slice(0, 1) });
  await upload(there, { runId: 'two', date: '2026-01-02', records: records.slice(1) });

  expect(await ids(there, { date: '2025-12-31' })).toEqual([['one', 'vpc-1']]);
  expect(await ids(there, { runs: ['two', 'one'] })).toEqual([
    ['one', 'vpc-1'],
    ['two', 'vpc-2'],
  ]);
  const place = 's3://runs/org/inventory/2026/01/02/two/';
  const run = await findRun(place, { from: [] }, there.open());
  expect([run.runId, run.date]).toEqual(['two', '2026-01-02']);
});

test('of the runs of one day the last one is read, by its summary', async () => {
  const there = await world();
  await upload(there, { runId: 'b', records: records.slice(0, 1), format: 'both' });
  await upload(there, { runId: 'a', records: records.slice(1), format: 'both' });
  there.journal.clear();

  const [run] = await chooseRuns({ from }, there.open());
  const [only] = run?.accounts ?? [];
  expect(only?.file?.format).toBe('parquet');
  // Both summaries, and the manifest and the Parquet of one account: no lines.
  expect(there.journal.count('s3:GetObject')).toBe(4);
});

test('nothing is downloaded twice, and changed objects are downloaded again', async () => {
  const there = await world();
  await upload(there, { records, runId: 'one' });
  await ids(there);
  there.journal.clear();
  expect(await ids(there)).toHaveLength(2);
  expect(there.journal.count('s3:GetObject')).toBe(0);

  const Key = 'org/inventory/2026/01/31/one/ndjson/222222222222.ndjson';
  const Body = `${JSON.stringify({ ...records[1], id: 'vpc-3' })}\n`;
  await there.client.send(new PutObjectCommand({ Bucket: 'runs', Key, Body }));

  expect(await ids(there)).toEqual([
    ['one', 'vpc-1'],
    ['one', 'vpc-3'],
  ]);
  expect(there.journal.count('s3:GetObject')).toBe(1);
});

test('a failed download leaves nothing behind, and is repeated the next time', async () => {
  const there = await world();
  await upload(there, { records });
  const removeFaults = there.organization.deny({ service: 's3', operation: 'GetObject' });
  await expect(ids(there)).rejects.toThrow(
    /^cannot read s3:\/\/runs\/org\/\S+: these credentials may not read it; allow s3:ListBucket and s3:GetObject \(AccessDenied\)$/,
  );
  removeFaults();

  expect(globSync('cache/**/*.part', { cwd: folder })).toEqual([]);
  expect(await ids(there)).toHaveLength(2);
});

test('an abort ends the download at once', async () => {
  const there = await world();
  await upload(there, { records });
  const stopped = AbortSignal.abort(new Error('enough'));

  await expect(chooseRuns({ from }, there.open(stopped))).rejects.toThrow('enough');
});

test('a bucket that is missing, denied or without a run is reported on one line', async () => {
  const there = await world();
  const read = (place: string) => chooseRuns({ from: [place] }, there.open());

  await expect(read('s3://nowhere/org')).rejects.toThrow(
    'cannot read s3://nowhere/org: there is no such bucket or object; check its name (NoSuchBucket)',
  );
  await expect(read('s3://runs/elsewhere')).rejects.toThrow(
    '"s3://runs/elsewhere" contains no inventory run; give the folder that runs are collected into',
  );
  await expect(read('s3://RUNS')).rejects.toThrow(
    '"s3://RUNS" is not a valid location to read from; give a folder or s3://bucket/prefix',
  );
  there.organization.deny({ service: 's3', operation: 'ListObjectsV2' });
  await expect(read('s3://runs/org')).rejects.toThrow(
    'cannot read s3://runs/org: these credentials may not read it; allow s3:ListBucket and s3:GetObject (AccessDenied)',
  );
});

test.each([
  '../../../../escaped/run.json',
  'parquet/..\\escaped.parquet',
  'a//run.json',
  '../run.json',
])('an object that is named %s is not written outside of the cache', async (name) => {
  const there = await world();
  await upload(there, { runId: 'one', date: '2026-01-02', records });
  const Key = `org/inventory/2026/01/02/one/${name}`;
  await there.client.send(new PutObjectCommand({ Bucket: 'runs', Key, Body: '{}' }));

  await expect(ids(there)).rejects.toMatchObject({
    code: 'File',
    message: expect.stringMatching(/ its name is not a path below the run; delete the object$/),
  });
  const cached = globSync('**/*', { cwd: folder }).filter((path) => path.includes('escaped'));
  expect(cached).toEqual([]);
});

test('an object that does not belong to a run is not downloaded, whatever its name', async () => {
  const there = await world();
  await upload(there, { runId: 'one', date: '2026-01-02', records });
  for (const name of ['manifests/../../../escaped.json', 'manifests/./escaped.json']) {
    const Key = `org/inventory/2026/01/02/one/${name}`;
    await there.client.send(new PutObjectCommand({ Bucket: 'runs', Key, Body: '{}' }));
  }
  expect(await ids(there)).toHaveLength(2);
  expect(globSync('**/escaped.json', { cwd: folder })).toEqual([]);
});

test('a folder that is named .. is not a run', async () => {
  const there = await world();
  for (const name of ['run.json', 'manifests/1.json']) {
    const Key = `org/inventory/2026/01/02/../${name}`;
    await there.client.send(new PutObjectCommand({ Bucket: 'runs', Key, Body: '{}' }));
  }
  await expect(ids(there)).rejects.toMatchObject({ code: 'File' });
});
