import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import { parseRunOptions } from '../../fleet/run-options.ts';
import { planTargets } from '../../fleet/targets.ts';
import { noLimits, simulateOrganization } from '../../simulator/index.ts';
import { type EntryChoice, loadCatalogue, selectEntries } from '../catalogue/catalogue.ts';
import { manifestFile, reconFile, recordsFile, runFolder, summaryFile } from '../layout.ts';
import type { AccountManifest, InventoryRecord, RunSummary } from '../record.ts';
import { localStore } from '../store/local-store.ts';
import { openStore } from '../store/open-store.ts';
import type { InventoryStore } from '../store/store.ts';
import type { InventoryFormat } from './account-files.ts';
import { collectInventory } from './collect-inventory.ts';
import { newRun, type RunStart, runToResume } from './run-start.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-inventory-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const [alpha, beta] = ['111111111111', '222222222222'];
const narrow: EntryChoice = {
  types: ['s3_bucket', 'iam_user', 'ec2_instance', 'ec2_vpc', 'sqs_queue'],
};

function world(pageSize = 20) {
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => void bugs.push(error);
  const organization = simulateOrganization({ pageSize, limits: noLimits, onBug });
  for (const [name, id] of [
    ['alpha', alpha],
    ['beta', beta],
  ] as const) {
    organization.addAccount({ name, id, seeded: true });
  }
  return { organization, bugs };
}

interface Collecting {
  readonly choice?: EntryChoice;
  readonly regions?: readonly string[];
  readonly formats?: readonly InventoryFormat[];
  readonly store?: InventoryStore;
  readonly run?: RunStart;
  readonly signal?: AbortSignal;
  readonly concurrency?: number;
  readonly onRecords?: () => void;
}

type World = ReturnType<typeof world>;

async function collect({ organization }: World, collecting: Collecting = {}) {
  const {
    choice = narrow,
    regions = ['us-east-1', 'eu-west-1'],
    formats = ['ndjson'],
  } = collecting;
  const fleet = openFleet(organization.access());
  const { concurrency = 20 } = collecting;
  const settings = parseRunOptions({ ouPath: true, concurrency });
  const catalogue = loadCatalogue();
  const run = collecting.run ?? newRun(Date.UTC(2026, 0, 31, 3), 'same');
  const store = collecting.store ?? localStore(folder);
  const collected = collectInventory({
    fleet,
    settings,
    run,
    store,
    regions,
    formats,
    planned: await Array.fromAsync(planTargets(fleet, settings)),
    entries: selectEntries(catalogue, choice),
    byKey: catalogue.byKey,
    catalogueVersion: catalogue.version,
    writeParquet: async () => {
      throw new Error('not requested');
    },
    ...(collecting.signal && { signal: collecting.signal }),
    ...(collecting.onRecords && { onRecords: collecting.onRecords }),
  });
  let next = await collected.next();
  while (!next.done) next = await collected.next();
  return { run, summary: next.value };
}

const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const json = <T>(path: string) => JSON.parse(read(path)) as T;
const records = ({ date, runId }: RunStart, id: string) =>
  read(recordsFile(date, runId, id, 'ndjson'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as InventoryRecord);

test('every entry of the catalogue works on the simulated organization, with ids and without a gap', async () => {
  const setup = world();
  const { run, summary } = await collect(setup, { choice: {}, regions: ['us-east-1'] });
  const manifest = json<AccountManifest>(manifestFile(run.date, run.runId, alpha));

  expect(setup.bugs).toEqual([]);
  expect(
    manifest.entries.filter(({ status, partial }) => status !== 'done' || partial > 0),
  ).toEqual([]);
  expect(manifest.entries.length).toBe(loadCatalogue().entries.length);
  expect(summary?.accounts.map(({ status }) => status)).toEqual(
    ['complete', 'complete', 'skipped'].sort(),
  );
  const found = records(run, alpha);
  expect(found.filter(({ id }) => id === '')).toEqual([]);
  expect(new Set(found.map(({ service, type }) => `${service} ${type}`)).size).toBeGreaterThan(40);
  const keys = found.map(({ region, service, type, id, arn }) =>
    [region, service, type, id, arn].join(' '),
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('a record has its location and type, and what AWS returned with its details', async () => {
  const { run } = await collect(world());
  const bucket = records(run, alpha).find(({ type }) => type === 'bucket');

  expect(bucket).toEqual({
    accountId: alpha,
    accountName: 'alpha',
    ouPath: '/',
    region: 'global',
    service: 'S3',
    type: 'bucket',
    id: bucket?.id,
    arn: `arn:aws:s3:::${bucket?.id}`,
    tags: expect.any(Object),
    collectedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    catalogueVersion: loadCatalogue().version,
    resource: expect.objectContaining({
      Name: bucket?.id,
      Acl: expect.objectContaining({ Owner: expect.any(Object) }),
      Versioning: expect.any(Object),
    }),
  });
});

test('the summary names what is the same in every account and was listed in none', async () => {
  const setup = world();
  setup.organization.deny({ service: 'iam', operation: 'GetAccountAuthorizationDetails' });
  const { summary } = await collect(setup, {
    choice: { types: ['iam_aws_managed_policy', 's3_bucket'] },
  });

  expect(summary?.unlisted).toEqual([{ service: 'IAM', type: 'aws_managed_policy' }]);
});

test('the summary is written last and counts what there is', async () => {
  const { run, summary } = await collect(world());

  expect(json<RunSummary>(summaryFile(run.date, run.runId))).toEqual(summary);
  expect(summary?.records).toBe(records(run, alpha).length + records(run, beta).length);
});

test('a denied call affects only its own entry in that region', async () => {
  const setup = world();
  const whole = await collect(setup);
  const before = records(whole.run, alpha).filter(({ type }) => type !== 'instance');
  setup.organization.deny({
    service: 'ec2',
    operation: 'DescribeInstances',
    account: alpha,
    region: 'eu-west-1',
  });
  const { run, summary } = await collect(setup, { run: newRun(Date.UTC(2026, 1, 1), 'same') });
  const manifest = json<AccountManifest>(manifestFile(run.date, run.runId, alpha));

  expect(manifest.status).toBe('partial');
  expect(manifest.entries.filter(({ status }) => status !== 'done')).toMatchObject([
    {
      region: 'eu-west-1',
      service: 'EC2',
      type: 'instance',
      status: 'denied',
      code: 'UnauthorizedOperation',
      count: 0,
    },
  ]);
  expect(summary?.accounts.find(({ accountId }) => accountId === alpha)).toMatchObject({
    status: 'partial',
    gaps: 1,
  });
  const bare = ({ collectedAt: _, ...record }: InventoryRecord) => JSON.stringify(record);
  const after = records(run, alpha).filter(({ type }) => type !== 'instance');
  expect(after.map(bare).sort()).toEqual(before.map(bare).sort());
});

test('a detail that cannot be read is missing, and the record lists it', async () => {
  const setup = world();
  setup.organization.deny({ service: 's3', operation: 'GetBucketPolicy' });
  const { run } = await collect(setup);
  const buckets = records(run, alpha).filter(({ type }) => type === 'bucket');
  const [bucket] = buckets;
  const manifest = json<AccountManifest>(manifestFile(run.date, run.runId, alpha));

  expect(bucket?.unread).toEqual([
    { operation: 'GetBucketPolicy', kind: 'denied', code: 'AccessDenied' },
  ]);
  expect(bucket?.resource).toHaveProperty('Acl');
  expect(manifest.entries.find(({ type }) => type === 'bucket')).toMatchObject({
    status: 'done',
    partial: buckets.length,
  });
  expect(manifest.status).toBe('partial');
});

test('children of a listing that failed are a gap too, not an empty result', async () => {
  const setup = world();
  setup.organization.deny({ service: 'lambda', operation: 'ListFunctions', account: alpha });
  const choice: EntryChoice = { types: ['lambda_alias'] };
  const { run } = await collect(setup, { choice, regions: ['us-east-1'] });
  const manifest = json<AccountManifest>(manifestFile(run.date, run.runId, alpha));

  expect(manifest.status).toBe('partial');
  expect(manifest.entries).toMatchObject([
    { service: 'Lambda', type: 'alias', status: 'denied', code: 'AccessDeniedException', count: 0 },
  ]);
});

test('pages of one and pages of a thousand give the same records', async () => {
  const [small, large] = [world(1), world(1000)];
  const first = await collect(small, { run: newRun(Date.UTC(2026, 0, 1), 'same') });
  const ofSmall = records(first.run, alpha);
  const second = await collect(large, { run: newRun(Date.UTC(2026, 0, 2), 'same') });
  const keyOf = ({ region, service, type, id }: InventoryRecord) =>
    [region, service, type, id].join(' ');

  expect(ofSmall.map(keyOf).sort()).toEqual(records(second.run, alpha).map(keyOf).sort());
});

test('a resource that is the same in every account is listed in one, and in another if that one cannot', async () => {
  const setup = world();
  const choice: EntryChoice = { types: ['iam_aws_managed_policy', 'iam_user'] };
  const policies = ({ run }: { run: RunStart }) =>
    [alpha, beta].map(
      (id) => records(run, id).filter(({ type }) => type === 'aws_managed_policy').length > 0,
    );

  expect(policies(await collect(setup, { choice })).filter(Boolean)).toEqual([true]);
  setup.organization.deny({ service: 'iam', account: alpha });
  const run = newRun(Date.UTC(2026, 1, 1), 'same');
  const { summary } = await collect(setup, { choice, run, concurrency: 1 });
  expect(summary?.accounts.find(({ accountId }) => accountId === alpha)?.status).toBe('partial');
  expect(policies({ run })).toEqual([false, true]);
});

test('an account that denies the role is failed in the summary, with the reason in its manifest', async () => {
  const setup = world();
  setup.organization.addAccount({ name: 'gamma', id: '333333333333', role: false });
  const { run, summary } = await collect(setup);

  expect(summary?.accounts.find(({ accountId }) => accountId === '333333333333')).toMatchObject({
    status: 'failed',
    reason: 'AccessDenied',
    records: 0,
  });
  expect(json<AccountManifest>(manifestFile(run.date, run.runId, '333333333333'))).toMatchObject({
    status: 'failed',
    failure: { kind: 'denied', code: 'AccessDenied' },
    entries: [],
  });
});

test('a stopped run has no summary, and no partial files', async () => {
  const stop = new AbortController();
  const { run, summary } = await collect(world(), {
    signal: stop.signal,
    onRecords: () => stop.abort(new DOMException('interrupted', 'AbortError')),
  });

  expect(summary).toBeUndefined();
  expect(readdirSync(join(folder, runFolder(run.date, run.runId)), { recursive: true })).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/run\.json|\.ndjson$/)]),
  );
});

test('a resumed run does not list complete accounts again', async () => {
  const setup = world();
  const lift = setup.organization.fault({
    service: 'sts',
    operation: 'AssumeRole',
    skip: 1,
    fault: { deny: true },
  });
  const store = localStore(folder);
  const first = await collect(setup, { store });
  rmSync(join(folder, summaryFile(first.run.date, first.run.runId)));
  lift();
  setup.organization.journal.clear();

  const again = await collect(setup, { store, run: await runToResume(store, 'same') });

  expect(again.run).toEqual(first.run);
  expect(again.summary?.accounts.map(({ status }) => status).sort()).toEqual([
    'complete',
    'complete',
    'skipped',
  ]);
  expect(setup.organization.journal.count('sts:AssumeRole')).toBe(1);
  setup.organization.journal.clear();
  const finished = await collect(setup, { store, run: await runToResume(store, 'same') });
  expect(finished.summary).toEqual(again.summary);
  expect(setup.organization.journal.count('sts:AssumeRole')).toBe(0);
  await expect(runToResume(localStore(`${folder}/other`), 'same')).rejects.toThrow(
    'there is no unfinished run',
  );
});

test('an unfinished run with another selection is not resumed', async () => {
  const store = localStore(folder);
  const { run } = await collect(world(), { store });
  rmSync(join(folder, summaryFile(run.date, run.runId)));

  await expect(runToResume(store, 'another')).rejects.toThrow(
    `run ${run.runId} in ${folder} was started with another selection, role, region or type`,
  );
});

test('files of the reference format are arrays with its keys, its names and its times', async () => {
  await collect(world(), { formats: ['recon'] });
  const found = JSON.parse(read(reconFile('2026-01-31', alpha))) as Record<string, unknown>[];
  const bucket = found.find(({ service }) => service === 'S3');

  expect(Object.keys(bucket ?? {})).toEqual([
    'account',
    'service',
    'region',
    'resource',
    'timestamp',
  ]);
  expect(bucket).toMatchObject({
    account: alpha,
    service: 'S3',
    region: 'global',
    resource: { type: 'bucket', name: expect.any(String), creation_date: expect.any(String) },
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/),
  });
});

test('the same files are written to a bucket', async () => {
  const setup = world();
  const { organization } = setup;
  const access = organization.access();
  await new S3Client(access).send(new CreateBucketCommand({ Bucket: 'inventory-bucket' }));
  const store = await openStore(openFleet(access), 's3://inventory-bucket/some/prefix');
  await store.check();
  const { run, summary } = await collect(setup, { store });

  expect(JSON.parse((await store.read(summaryFile(run.date, run.runId))) ?? '')).toEqual(summary);
  const lines = await store.read(recordsFile(run.date, run.runId, alpha, 'ndjson'));
  expect(lines?.trimEnd().split('\n').length).toBe(
    summary?.accounts.find(({ accountId }) => accountId === alpha)?.records,
  );
});

test('a missing bucket is reported before anything is collected', async () => {
  const { organization } = world();
  const store = await openStore(openFleet(organization.access()), 's3://no-such-bucket-here');

  await expect(store.check()).rejects.toThrow(
    'cannot use s3://no-such-bucket-here: the bucket does not exist',
  );
});
