import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunToWrite, record, writeRun } from '../../testing/write-run.ts';
import type { InventoryRecord } from '../record.ts';
import { chooseRuns } from './choose-runs.ts';
import { compactMonth } from './compact-month.ts';
import { diffRuns } from './diff.ts';
import { growthOf } from './growth.ts';
import { openInventory } from './open-inventory.ts';
import { planCompaction } from './plan-compaction.ts';

let from = '';

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-history-'));
});

afterEach(() => rmSync(from, { recursive: true }));

const [alpha, beta] = ['111111111111', '222222222222'] as const;
const vpc = (id: string, accountId: string = alpha) =>
  record({ accountId, service: 'EC2', type: 'vpc', id, resource: { VpcId: id, IsDefault: false } });
const vpcs = (accountId: string) => ({
  accountId,
  region: 'eu-west-1',
  service: 'EC2',
  type: 'vpc',
});

function day(
  date: string,
  records: readonly InventoryRecord[],
  more: Pick<RunToWrite, 'failed' | 'entries'> = {},
) {
  return writeRun(from, { runId: `run-${date}`, date, records, format: 'parquet', ...more });
}

async function ask(sql: string, choice: { readonly runs?: readonly string[] } = {}) {
  const all = choice.runs ? {} : { all: true };
  const inventory = await openInventory(await chooseRuns({ from: [from], ...all, ...choice }));
  try {
    return await Array.fromAsync((await inventory.ask(sql)).rows);
  } finally {
    inventory.close();
  }
}

const lives =
  'SELECT id, first_seen::DATE::VARCHAR, last_seen::DATE::VARCHAR, runs, appeared, gone FROM history ORDER BY id';

async function weeks(): Promise<void> {
  await day('2026-01-05', [vpc('vpc-old'), vpc('vpc-b', beta)]);
  await day('2026-01-12', [vpc('vpc-old'), vpc('vpc-b', beta)]);
  // Everything of alpha is denied, and beta has a new one.
  await day('2026-01-19', [vpc('vpc-b', beta), vpc('vpc-new', beta)], {
    failed: { [alpha]: 'no role' },
  });
  await day('2026-02-02', [vpc('vpc-new', beta)], {
    entries: [{ ...vpcs(alpha), status: 'denied' }],
  });
}

test('a resource is gone where a later run has read its type, not where none could', async () => {
  await weeks();

  expect(await ask(lives)).toEqual([
    ['vpc-b', '2026-01-05', '2026-01-19', 3, false, true],
    ['vpc-new', '2026-01-19', '2026-02-02', 2, true, false],
    ['vpc-old', '2026-01-05', '2026-01-12', 2, false, false],
  ]);

  await day('2026-02-09', [], { entries: [vpcs(alpha)] });
  expect((await ask(lives)).at(-1)).toEqual([
    'vpc-old',
    '2026-01-05',
    '2026-01-12',
    2,
    false,
    true,
  ]);
});

test('growth counts what could not be read with its last known number', async () => {
  await weeks();
  const runs = await chooseRuns({ from: [from], all: true });

  expect(await growthOf(runs, { by: 'account', per: 'week' })).toEqual([
    {
      name: alpha,
      periods: [
        { start: '2026-01-05', resources: 1, unread: 0 },
        { start: '2026-01-12', resources: 1, unread: 0 },
        { start: '2026-01-19', resources: 1, unread: 1 },
        { start: '2026-02-02', resources: 1, unread: 1 },
      ],
    },
    {
      name: beta,
      periods: [
        { start: '2026-01-05', resources: 1, unread: 0 },
        { start: '2026-01-12', resources: 1, unread: 0 },
        { start: '2026-01-19', resources: 2, unread: 0 },
        { start: '2026-02-02', resources: 1, unread: 0 },
      ],
    },
  ]);
  expect(await growthOf(runs, { by: 'type', per: 'month' })).toEqual([
    {
      name: 'EC2.vpc',
      periods: [
        { start: '2026-01-01', resources: 3, unread: 0 },
        { start: '2026-02-01', resources: 2, unread: 1 },
      ],
    },
  ]);
});

async function compactAll(until?: string): Promise<void> {
  const { months } = await planCompaction({ from, ...(until !== undefined && { until }) });
  for (const month of months) await compactMonth(month);
}

const questions = [
  'SELECT * FROM resources ORDER BY ALL',
  'SELECT * EXCLUDE (folder) FROM runs ORDER BY ALL',
  'SELECT * FROM accounts ORDER BY ALL',
  'SELECT * FROM listings ORDER BY ALL',
  'SELECT * FROM gaps ORDER BY ALL',
  'SELECT id, IsDefault, run_id FROM ec2_vpc ORDER BY ALL',
  lives,
];

test('compacted runs answer as they did in their own folders, which may be deleted', async () => {
  await weeks();
  await day('2026-02-09', [record({ service: 'Future', type: 'new thing/2', id: 'x' })]);
  await day('2026-03-02', [vpc('vpc-old')]);
  const before = await Promise.all(questions.map((sql) => ask(sql)));
  const one = { runs: ['run-2026-01-19'] };
  const ofOne = await ask('SELECT id FROM resources ORDER BY id', one);

  await compactAll();
  expect(await Promise.all(questions.map((sql) => ask(sql)))).toEqual(before);
  for (const month of ['01', '02'])
    rmSync(join(from, 'inventory/2026', month), { recursive: true });

  expect(await Promise.all(questions.map((sql) => ask(sql)))).toEqual(before);
  expect(await ask('SELECT id FROM resources ORDER BY id', one)).toEqual(ofOne);
  expect(existsSync(join(from, 'history/2026/01/resources/ec2_vpc.parquet'))).toBe(true);
  expect(existsSync(join(from, 'history/2026/02/resources/future_new_thing_2.parquet'))).toBe(true);
  expect(existsSync(join(from, 'history/2026/03'))).toBe(false);
});

test('runs of a compacted month are compared as before', async () => {
  await weeks();
  const both = { from: [from], runs: ['run-2026-01-05', 'run-2026-01-19'] };
  const compare = async () => {
    const [first, second] = await chooseRuns(both);
    return first && second && diffRuns(first, second);
  };
  const before = await compare();

  await compactAll();
  rmSync(join(from, 'inventory'), { recursive: true });

  expect(await compare()).toEqual(before);
  expect(before?.added.map(({ id }) => id)).toEqual(['vpc-new']);
});

test('a run that comes later is added to the files of its month', async () => {
  await day('2026-01-05', [vpc('vpc-1')]);
  await day('2026-02-02', [vpc('vpc-1')]);
  await compactAll();
  rmSync(join(from, 'inventory/2026/01'), { recursive: true });
  await day('2026-01-12', [vpc('vpc-1'), vpc('vpc-2')]);

  const { months } = await planCompaction({ from });
  expect(months.map(({ month, added, kept }) => [month, added[0]?.runId, kept[0]?.runId])).toEqual([
    ['2026-01', 'run-2026-01-12', 'run-2026-01-05'],
  ]);
  await compactAll();

  const sql = 'SELECT date::VARCHAR, count(*) FROM resources GROUP BY 1 ORDER BY 1';
  expect(await ask(sql)).toEqual([
    ['2026-01-05', 1],
    ['2026-01-12', 2],
    ['2026-02-02', 1],
  ]);
});

test('a crash while the files of a month are replaced loses nothing', async () => {
  await day('2026-01-05', [vpc('vpc-1')]);
  await compactAll('2026-01');
  const folder = join(from, 'history/2026/01');
  renameSync(folder, `${folder}.old`);
  rmSync(join(from, 'inventory'), { recursive: true });
  await day('2026-01-12', [vpc('vpc-2')]);

  await compactAll('2026-01');

  expect(await ask('SELECT id FROM resources ORDER BY id')).toEqual([['vpc-1'], ['vpc-2']]);
});

test('a run whose records are not all there is not compacted', async () => {
  const folder = await day('2026-01-05', [vpc('vpc-1')]);
  const { months } = await planCompaction({ from, until: '2026-01' });
  const [month] = months.map((one) => ({
    ...one,
    added: one.added.map((run) => ({
      ...run,
      accounts: run.accounts.map((account) => ({ ...account, records: 2 })),
    })),
  }));

  await expect(month && compactMonth(month)).rejects.toThrow(
    'run run-2026-01-05 has 2 records in its summary and 1 in its files; it was not compacted',
  );
  expect(existsSync(join(from, 'history/2026/01'))).toBe(false);
  expect(existsSync(folder)).toBe(true);
});
