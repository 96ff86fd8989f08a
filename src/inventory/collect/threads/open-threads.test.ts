import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { classify } from '../../../aws/failures.ts';
import { openFleet } from '../../../aws/open-fleet.ts';
import { parseRunOptions } from '../../../fleet/run-options.ts';
import { planTargets } from '../../../fleet/targets.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { Outcome } from '../../../model/outcome.ts';
import {
  noLimits,
  type SimulatedOrganization,
  simulateOrganization,
} from '../../../simulator/index.ts';
import { loadCatalogue, selectEntries } from '../../catalogue/catalogue.ts';
import type { AccountManifest } from '../../record.ts';
import { localStore } from '../../store/local-store.ts';
import { collectInventory } from '../collect-inventory.ts';
import { newRun } from '../run-start.ts';
import type { ThreadSetup } from './messages.ts';
import { openThreads } from './open-threads.ts';
import { receivedError, sentError } from './sent-error.ts';

let folder = '';
let organization: SimulatedOrganization;
let endpoint = '';
let stop: () => Promise<void>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-threads-'));
  organization = simulateOrganization({ pageSize: 20, limits: noLimits });
  for (const digit of ['1', '2', '3', '4'])
    organization.addAccount({ name: digit, id: digit.repeat(12), seeded: true });
  const server = await organization.serve({ port: 0 });
  endpoint = server.url;
  stop = () => server.close();
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const types = ['s3_bucket', 'iam_user', 'iam_attached_aws_policy', 'ec2_vpc', 'sqs_queue'];
const catalogue = loadCatalogue();

interface Collecting {
  readonly threads: number;
  readonly regions?: ThreadSetup['regions'];
  readonly signal?: AbortSignal;
  readonly onRecords?: (count: number) => void;
  readonly setup?: ThreadSetup | null;
}

/** Four accounts, into a folder of that name. */
async function collect(name: string, { threads, signal, onRecords, ...more }: Collecting) {
  const fleet = openFleet({ endpoint, credentials, region: 'us-east-1' });
  const settings = parseRunOptions({ ouPath: true });
  const out = join(folder, name);
  const { regions = ['us-east-1', 'eu-west-1'] } = more;
  const run = newRun(Date.UTC(2026, 0, 31, 3), 'same', '0a1b2c');
  const shared = {
    ...{ run, regions, byKey: catalogue.byKey, catalogueVersion: catalogue.version },
    formats: ['ndjson', 'recon'] as const,
  };
  const setup: ThreadSetup = {
    ...{ ...shared, out, endpoint },
    ...{ reconCompatible: false, region: 'us-east-1', observed: false },
  };
  const used = more.setup === undefined ? setup : (more.setup as ThreadSetup);
  const collector =
    threads > 1
      ? openThreads({ threads, setup: used, credentials: fleet.credentials, onRecords })
      : undefined;
  const outcomes: Outcome<AccountManifest>[] = [];
  try {
    const collecting = collectInventory({
      ...{ ...shared, fleet, settings, collector },
      planned: await Array.fromAsync(planTargets(fleet, settings)),
      store: localStore(out),
      entries: selectEntries(catalogue, { types }),
      writeParquet: async () => {},
      ...(signal && { signal }),
    });
    for (;;) {
      const next = await collecting.next();
      if (next.done) return { out, outcomes, summary: next.value };
      outcomes.push(next.value);
    }
  } finally {
    await collector?.close();
    fleet.close();
  }
}

/** Every file of a run, without what two runs cannot share: times, ids of requests, and the order in which listings end. */
function filesOf(out: string): Record<string, unknown> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const read = (path: string) => {
    const text = readFileSync(path, 'utf8').replace(
      /"(collectedAt|startedAt|finishedAt|timestamp|durationMs|requestId)":\s*("[^"]*"|\d+)/g,
      '"$1":0',
    );
    return path.endsWith('.ndjson') ? text.split('\n').sort() : sorted(JSON.parse(text));
  };
  const named = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(named.sort().map((path) => [path.slice(out.length), read(path)]));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value;
}

const statuses = (outcomes: readonly Outcome<AccountManifest>[]) =>
  outcomes
    .filter(({ status }) => status !== 'skipped')
    .map(({ target, ...one }) => [
      target.account.id,
      one.status === 'failed' ? one.failure.code : one.status,
    ])
    .sort();

const all = (result: string) => ['1', '2', '3', '4'].map((digit) => [digit.repeat(12), result]);

test('several threads write what one thread writes, gaps and counts of calls included', async () => {
  organization.deny({ service: 'ec2', operation: 'DescribeVpcs', account: '2'.repeat(12) });
  let records = 0;
  const one = await collect('one', { threads: 1 });
  const three = await collect('three', {
    threads: 3,
    onRecords: (count) => {
      records += count;
    },
  });

  expect(filesOf(three.out)).toEqual(filesOf(one.out));
  expect(three.summary?.accounts.map(({ status }) => status).sort()).toEqual(
    ['complete', 'complete', 'complete', 'partial', 'skipped'].sort(),
  );
  expect(records).toBe(three.summary?.records);
  expect(organization.journal.count('sts:AssumeRole')).toBe(8);
});

test('an account that cannot be read fails with the code of AWS', async () => {
  organization.deny({ service: 'account', operation: 'ListRegions', account: '3'.repeat(12) });
  organization.deny({ service: 'ec2', operation: 'DescribeRegions', account: '3'.repeat(12) });
  const { outcomes } = await collect('run', { threads: 2, regions: 'enabled' });

  expect(statuses(outcomes)).toEqual(
    all('done').map(([id, result]) => [id, id?.startsWith('3') ? expect.any(String) : result]),
  );
  const failed = outcomes.find(({ status }) => status === 'failed');
  expect(failed).toMatchObject({ failure: { kind: 'denied' } });
});

test('an interruption stops the threads, and the accounts are cancelled', async () => {
  const interruption = new AbortController();
  organization.fault({ service: 'sqs', operation: 'ListQueues', fault: { hang: true } });
  const { outcomes, summary } = await collect('run', {
    threads: 2,
    signal: interruption.signal,
    onRecords: () => interruption.abort(),
  });

  expect(summary).toBeUndefined();
  expect(statuses(outcomes)).toEqual(all('AbortError'));
});

test('the accounts of a thread that ends fail, and none is silently missing', async () => {
  const { outcomes, summary } = await collect('run', { threads: 2, setup: null });

  expect(statuses(outcomes)).toEqual(all('TypeError'));
  expect(summary?.accounts.filter(({ status }) => status === 'failed')).toHaveLength(4);
});

test('an error is the same in another thread', () => {
  const ofAws = Object.assign(new Error('slow down'), {
    name: 'LimitExceededException',
    $service: 'kinesis',
    $metadata: { httpStatusCode: 400, requestId: 'r-1' },
  });
  const ofNetwork = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  const ofOperator = new FlotillaError('File', 'the disk is full');
  const again = (error: unknown) => receivedError(structuredClone(sentError(error)));

  for (const error of [ofAws, ofNetwork, ofOperator])
    expect(classify(again(error))).toEqual(classify(error));
  expect(again(ofOperator)).toEqual(ofOperator);
  expect(again(ofOperator)).toBeInstanceOf(FlotillaError);
});
