/** What Cloud Control adds to an account's inventory, and what it must not change. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import { parseRunOptions } from '../../fleet/run-options.ts';
import { planTargets } from '../../fleet/targets.ts';
import {
  noLimits,
  type SimulatedOrganization,
  simulateOrganization,
} from '../../simulator/index.ts';
import { withBreadth } from '../catalogue/breadth.ts';
import { type EntryChoice, loadCatalogue, selectEntries } from '../catalogue/catalogue.ts';
import { manifestFile, recordsFile } from '../layout.ts';
import type { AccountManifest, InventoryRecord } from '../record.ts';
import { localStore } from '../store/local-store.ts';
import { collectInventory } from './collect-inventory.ts';
import { newRun, type RunStart } from './run-start.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-breadth-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const id = '111111111111';

function world(pageSize = 20, seed = 1) {
  const organization = simulateOrganization({ pageSize, seed, limits: noLimits });
  organization.addAccount({ name: 'alpha', id, seeded: true });
  return organization;
}

interface Collecting extends EntryChoice {
  readonly regions?: readonly string[];
  readonly run?: RunStart;
}

async function collect(organization: SimulatedOrganization, collecting: Collecting) {
  const { regions = ['us-east-1', 'eu-west-1'], run = newRun(Date.UTC(2026, 0, 31), 'same') } =
    collecting;
  const fleet = openFleet(organization.access());
  const settings = parseRunOptions({ targets: [id] });
  const catalogue = withBreadth(loadCatalogue());
  const collected = collectInventory({
    fleet,
    settings,
    run,
    regions,
    store: localStore(folder),
    formats: ['ndjson'],
    planned: await Array.fromAsync(planTargets(fleet, settings)),
    entries: selectEntries(catalogue, collecting),
    byKey: catalogue.byKey,
    catalogueVersion: catalogue.version,
    writeParquet: async () => {
      throw new Error('not requested');
    },
  });
  let next = await collected.next();
  while (!next.done) next = await collected.next();
  const { date, runId } = run;
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const lines = read(recordsFile(date, runId, id, 'ndjson'))
    .split('\n')
    .filter(Boolean);
  return {
    run,
    records: lines.map((line) => JSON.parse(line) as InventoryRecord),
    manifest: JSON.parse(read(manifestFile(date, runId, id))) as AccountManifest,
  };
}

const some: Collecting = {
  services: ['Synthetics', 'DataBrew', 'IoTSiteWise', 'FraudDetector', 'OSIS', 'IVSChat'],
};

test('a record has the properties, and its CloudFormation type', async () => {
  const { records } = await collect(world(), some);
  const [record] = records;

  expect(record).toMatchObject({
    accountId: id,
    id: expect.stringMatching(/./),
    resource: {
      CloudFormationType: expect.stringMatching(/^AWS::\w+::\w+$/),
      Description: expect.any(String),
    },
    catalogueVersion: expect.stringMatching(/^\w+\+\w+$/),
  });
  expect(records.filter(({ tags }) => tags.team !== undefined).length).toBeGreaterThan(0);
  expect(records.filter(({ arn }) => arn?.startsWith('arn:aws:')).length).toBeGreaterThan(0);
  expect(records.filter(({ unread }) => unread)).toEqual([]);
});

test('every type has a line per region, with its count', async () => {
  const { records, manifest } = await collect(world(), some);
  const entries = selectEntries(withBreadth(loadCatalogue()), some);

  expect(manifest.entries.length).toBe(entries.length * 2);
  expect(manifest.entries.filter(({ status }) => status !== 'done')).toEqual([]);
  expect(manifest.records).toBe(records.length);
});

test('a page size of one gives the same records as one of a thousand', async () => {
  const facts = ({ collectedAt: _, ...record }: InventoryRecord) => JSON.stringify(record);
  const small = await collect(world(1), some);
  const large = await collect(world(1_000), some);

  expect(small.records.length).toBeGreaterThan(3);
  expect(small.records.map(facts).sort()).toEqual(large.records.map(facts).sort());
});

/** Types whose resources the catalogue lists itself: by ARN (topics, keys), by id alone (groups, volumes). */
const doubled: Collecting = {
  types: [
    ...['sns_topic', 'AWS::SNS::Topic', 'kms_key', 'AWS::KMS::Key', 'iam_role', 'AWS::IAM::Role'],
    ...['ec2_security_group', 'AWS::EC2::SecurityGroup', 's3_bucket', 'AWS::S3::Bucket'],
  ],
};

test('a resource that the catalogue has listed gets no second record', async () => {
  const { records, manifest } = await collect(world(), doubled);
  const alone = await collect(world(), {
    types: doubled.types?.filter((type) => !type.startsWith('AWS::')) ?? [],
  });
  const again = manifest.entries.filter(({ type }) => type.endsWith('_cfn'));

  expect(records.length).toBeGreaterThan(10);
  expect(records.map((record) => record.id).sort()).toEqual(
    alone.records.map((record) => record.id).sort(),
  );
  expect(again.map(({ status, count }) => [status, count])).toEqual(again.map(() => ['done', 0]));
});

test('without the native entries the same resources are listed through Cloud Control', async () => {
  const types = ['AWS::SNS::Topic', 'AWS::EC2::SecurityGroup', 'AWS::S3::Bucket'];
  const { records } = await collect(world(), { types });

  expect(new Set(records.map(({ type }) => type))).toContain('security_group_cfn');
  expect(records.length).toBeGreaterThan(1);
});

test('resources that already have a record are not read again', async () => {
  const organization = world();
  await collect(organization, { types: ['ec2_security_group', 'AWS::EC2::SecurityGroup'] });

  expect(organization.journal.count('cloudcontrol:ListResources')).toBeGreaterThan(1);
  expect(organization.journal.count('cloudcontrol:GetResource')).toBe(0);
});

test('a type that is denied affects only its own line, with the message of its service', async () => {
  const organization = world();
  const error = {
    code: 'GeneralServiceException',
    message: 'User: x is not authorized to perform: synthetics:DescribeCanaries',
  };
  const clean = await collect(organization, some);
  organization.fault({
    service: 'cloudcontrol',
    operation: 'ListResources',
    region: 'eu-west-1',
    times: 1,
    fault: { error },
  });
  const { manifest } = await collect(organization, some);
  const troubled = manifest.entries.filter(({ status }) => status !== 'done');

  expect(troubled.map(({ status, code }) => [status, code])).toEqual([
    ['denied', 'GeneralServiceException'],
  ]);
  expect(manifest.status).toBe('partial');
  expect(clean.manifest.status).toBe('complete');
});

test.each(['TypeNotFoundException', 'UnsupportedActionException'])(
  'a region that returns %s does not have the type: that is not a gap',
  async (code) => {
    const organization = world();
    const region = 'eu-west-1';
    organization.fault({ service: 'cloudcontrol', region, fault: { error: { code } } });
    const { manifest } = await collect(organization, some);
    const there = manifest.entries.filter((entry) => entry.region === region);

    expect(new Set(there.map(({ status }) => status))).toEqual(new Set(['not-enabled']));
    expect(manifest.status).toBe('complete');
  },
);

test('a resource that cannot be read has a record with its missing details', async () => {
  const organization = world();
  organization.deny({ service: 'cloudcontrol', operation: 'GetResource' });
  const { records, manifest } = await collect(organization, some);

  expect(records.length).toBeGreaterThan(3);
  expect(new Set(records.map(({ unread }) => unread?.[0]?.operation))).toEqual(
    new Set(['GetResource']),
  );
  expect(manifest.status).toBe('partial');
});

test('a resumed run lists nothing again', async () => {
  const organization = world();
  const { run } = await collect(organization, some);
  const callCount = organization.journal.count('cloudcontrol:ListResources');
  await collect(organization, { ...some, run });

  expect(callCount).toBeGreaterThan(10);
  expect(organization.journal.count('cloudcontrol:ListResources')).toBe(callCount);
});
