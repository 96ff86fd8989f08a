import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunToWrite, record, writeRun } from '../../testing/write-run.ts';
import type { InventoryRecord } from '../record.ts';
import { findRun } from './choose-runs.ts';
import { type DiffOptions, diffRuns, type InventoryDiff } from './diff.ts';

let out = '';

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flotilla-diff-'));
});

afterEach(() => rmSync(out, { recursive: true }));

async function diffOf(
  first: RunToWrite,
  second: RunToWrite,
  options?: DiffOptions,
): Promise<InventoryDiff> {
  const one = await writeRun(out, { runId: 'first', ...first });
  const two = await writeRun(out, {
    runId: 'second',
    date: '2026-02-01',
    format: 'parquet',
    ...second,
  });
  return diffRuns(await findRun(one, { from: [] }), await findRun(two, { from: [] }), options);
}

const instance = (id: string, rest: Partial<InventoryRecord> = {}) =>
  record({ service: 'EC2', type: 'instance', id, ...rest });

const where = { accountId: '111111111111', region: 'eu-west-1', service: 'EC2', type: 'instance' };
const runs = {
  first: { runId: 'first', date: '2026-01-31' },
  second: { runId: 'second', date: '2026-02-01' },
};
const nothing = { ...runs, added: [], removed: [], changed: [], unread: [] };

test('resources are added, removed and changed', async () => {
  const diff = await diffOf(
    {
      records: [
        instance('i-same'),
        instance('i-gone'),
        instance('i-1', { resource: { State: { Name: 'running' } }, tags: { owner: 'ana' } }),
      ],
    },
    {
      records: [
        instance('i-same'),
        instance('i-come', { arn: 'arn:x', accountName: 'alpha' }),
        instance('i-1', { resource: { State: { Name: 'stopped' } } }),
      ],
    },
  );

  expect(diff).toEqual({
    ...nothing,
    added: [{ ...where, id: 'i-come', arn: 'arn:x', accountName: 'alpha' }],
    removed: [{ ...where, id: 'i-gone' }],
    changed: [
      {
        ...where,
        id: 'i-1',
        fields: [
          { path: 'tags.owner', before: 'ana' },
          { path: 'State.Name', before: 'running', after: 'stopped' },
        ],
      },
    ],
  });
});

test('a run and itself do not differ', async () => {
  const records = [
    instance('i-1', { tags: { b: '2', a: '1' }, resource: { List: [1, 2] } }),
    instance('i-2'),
  ];

  expect(await diffOf({ records }, { records })).toEqual(nothing);
});

test('the same id in another account, region or type is another resource', async () => {
  const vpc = record({ service: 'EC2', type: 'vpc', id: 'x' });
  const known = { records: [instance('x'), { ...vpc, id: 'y' }] };

  const { added, removed } = await diffOf(known, { records: [{ ...vpc, id: 'x' }, instance('y')] });

  expect(added.map(({ type, id }) => `${type} ${id}`)).toEqual(['instance y', 'vpc x']);
  expect(removed.map(({ type, id }) => `${type} ${id}`)).toEqual(['instance x', 'vpc y']);
});

test('volatile members are not changes, unless all fields are requested', async () => {
  const user = (used: string, collectedAt: string) =>
    record({
      service: 'IAM',
      type: 'user',
      id: 'ana',
      region: 'global',
      collectedAt,
      resource: { PasswordLastUsed: used, Keys: [{ AccessKeyLastUsed: { LastUsedDate: used } }] },
    });
  const first = { records: [user('2026-01-01', '2026-01-31T10:00:00Z')] };
  const second = { records: [user('2026-02-01', '2026-02-01T10:00:00Z')] };

  expect(await diffOf(first, second)).toEqual(nothing);

  const { changed } = await diffOf(first, second, { allFields: true });
  expect(changed.map(({ fields }) => fields.map(({ path }) => path))).toEqual([
    ['PasswordLastUsed', 'Keys[].AccessKeyLastUsed.LastUsedDate', 'collectedAt'],
  ]);
});

test('tags that AWS returns with the resource are reported once', async () => {
  const tagged = (owner: string) =>
    instance('i-1', { tags: { owner }, resource: { Tags: [{ Key: 'owner', Value: owner }] } });

  const { changed } = await diffOf({ records: [tagged('ana')] }, { records: [tagged('ben')] });

  expect(changed.map(({ fields }) => fields)).toEqual([
    [{ path: 'tags.owner', before: 'ana', after: 'ben' }],
  ]);
});

test('resources that the second run could not read are not removed', async () => {
  const other = { accountId: '222222222222' };
  const third = { accountId: '333333333333' };
  const { first, second, ...diff } = await diffOf(
    { records: [instance('i-1'), instance('i-2'), instance('i-3', other), instance('i-4', third)] },
    {
      entries: [{ ...where, status: 'denied', code: 'UnauthorizedOperation' }],
      failed: { '222222222222': 'the role refuses' },
    },
  );

  expect(diff).toEqual({
    added: [],
    removed: [],
    changed: [],
    unread: [
      { ...where, run: 'second', status: 'denied', code: 'UnauthorizedOperation', records: 2 },
      { ...other, run: 'second', status: 'failed', records: 1 },
      { ...third, run: 'second', status: 'not-asked', records: 1 },
    ],
  });
});

test('resources that the first run could not read are not added', async () => {
  const diff = await diffOf(
    { entries: [{ ...where, status: 'throttled', code: 'Throttling' }] },
    { records: [instance('i-1'), instance('i-2', { region: 'us-east-1' })] },
  );

  expect(diff).toEqual({
    ...nothing,
    unread: [
      { ...where, run: 'first', status: 'throttled', code: 'Throttling', records: 1 },
      { ...where, region: 'us-east-1', run: 'first', status: 'not-asked', records: 1 },
    ],
  });
});

test('resources that were listed before a listing failed are still compared', async () => {
  const failing = { ...where, status: 'failed' as const, code: 'InternalError' };
  const { added, changed, removed } = await diffOf(
    { records: [instance('i-1'), instance('i-2')] },
    { records: [instance('i-1', { resource: { On: true } }), instance('i-3')], entries: [failing] },
  );

  expect(added.map(({ id }) => id)).toEqual(['i-3']);
  expect(changed.map(({ id }) => id)).toEqual(['i-1']);
  expect(removed).toEqual([]);
});

test('a detail that could not be read is not removed either', async () => {
  const unread = [{ operation: 'GetBucketPolicy', kind: 'denied', code: 'AccessDenied' }];
  const whole = instance('i-1', { resource: { Name: 'x', Policy: { Allow: 1 } } });
  const half = instance('i-1', { resource: { Name: 'x' }, unread });

  expect(await diffOf({ records: [whole] }, { records: [half] })).toEqual(nothing);
  expect(await diffOf({ records: [half] }, { records: [whole] })).toEqual(nothing);
});

test('gaps of both runs are reported once; a service that is not enabled is not a gap', async () => {
  const vpc = { ...where, type: 'vpc', status: 'denied' as const };
  const entries = [vpc, { ...where, type: 'subnet', status: 'not-enabled' as const }];

  expect(await diffOf({ entries }, { entries })).toEqual({
    ...nothing,
    unread: [{ ...where, type: 'vpc', run: 'both', status: 'denied', records: 0 }],
  });
});
