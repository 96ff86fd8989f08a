/**
 * The cost of questions over a year: 52 weekly runs of a thousand accounts, compacted by month. `node
 * bench/run.ts inventory-history` prints it. Each time includes choosing the runs, opening them and the answer.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monthFolder } from '../src/inventory/layout.ts';
import { chooseRuns } from '../src/inventory/read/choose-runs.ts';
import { writeMonth } from '../src/inventory/read/compact-month.ts';
import { growthOf } from '../src/inventory/read/growth.ts';
import { openDatabase } from '../src/inventory/read/open-database.ts';
import { openInventory } from '../src/inventory/read/open-inventory.ts';

export interface HistoryRow {
  readonly step: string;
  readonly seconds: number;
  readonly result: string;
}

export async function benchInventoryHistory(
  { weeks, accounts, perAccount } = { weeks: 52, accounts: 1_000, perAccount: 400 },
): Promise<readonly HistoryRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-bench-'));
  try {
    const written = await timed('write the months', () =>
      writeMonths(folder, { weeks, accounts, perAccount }),
    );
    const counted = await timed('count by type and week', () =>
      ask(folder, 'SELECT type, date, count(*) FROM resources GROUP BY ALL ORDER BY ALL'),
    );
    const views = await timed('instances by week', () =>
      ask(folder, 'SELECT date, count(DISTINCT id) FROM ec2_instance GROUP BY ALL ORDER BY ALL'),
    );
    const growth = await timed('inventory history', async () => {
      const runs = await chooseRuns({ from: [folder], all: true });
      return `${(await growthOf(runs, { by: 'type', per: 'month' })).length} types`;
    });
    return [written, counted, views, growth];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface YearSize {
  readonly weeks: number;
  readonly accounts: number;
  readonly perAccount: number;
}

const day = 24 * 60 * 60 * 1000;

async function writeMonths(folder: string, size: YearSize): Promise<string> {
  const dates = Array.from({ length: size.weeks }, (_, week) =>
    new Date(Date.UTC(2026, 0, 5) + week * 7 * day).toISOString().slice(0, 10),
  );
  for (const [month, ofMonth] of Map.groupBy(dates, (date) => date.slice(0, 7)))
    await writeOne(join(folder, monthFolder(month)), ofMonth, size);
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith('.parquet'));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  const megabytes = Math.round(sizes.reduce((sum, one) => sum + one, 0) / 2 ** 20);
  const records = size.weeks * size.accounts * size.perAccount;
  return `${records.toLocaleString('en-US')} records, ${files.length} files, ${megabytes} MB`;
}

const types = 40;
const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'global'];

async function writeOne(
  folder: string,
  dates: readonly string[],
  { accounts, perAccount }: YearSize,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const database = await openDatabase({ memory: '2GB', threads: 1 });
  const dateList = dates.map((date) => `'${date}'`).join(', ');
  const kind = `[${Array.from({ length: types }, (_, index) => (index === 0 ? "'instance'" : `'type_${index}'`)).join(', ')}]`;
  const region = `[${regions.map((name) => `'${name}'`).join(', ')}]`;
  await database.run(`
    CREATE VIEW resources AS
    SELECT (100000000000 + a)::VARCHAR AS account_id, 'account-' || a AS account_name, '/Workloads' AS ou_path,
      (${region})[1 + n % ${regions.length}] AS region, 'EC2' AS service, (${kind})[1 + n % ${types}] AS type,
      'i-' || md5(a || '-' || n) AS id, 'arn:aws:ec2:eu-west-1:' || (100000000000 + a) || ':instance/' || md5(a || '-' || n) AS arn,
      MAP {'team': 'team-' || (a % 30), 'Name': md5(n::VARCHAR)} AS tags, date::TIMESTAMP AS collected_at, 'bench' AS catalogue_version,
      json_object('InstanceId', md5(a || '-' || n), 'State', json_object('Name', 'running'), 'InstanceType', 'm' || (n % 9) || '.large',
        'VpcId', md5((n % 7)::VARCHAR), 'SecurityGroups', [json_object('GroupId', md5((n % 11)::VARCHAR))], 'Tags', md5(n::VARCHAR)) AS resource,
      NULL::STRUCT(operation VARCHAR, kind VARCHAR, code VARCHAR)[] AS unread,
      'run-' || date AS run_id, date::DATE AS date
    FROM range(${accounts}) AS accounts(a), range(${perAccount}) AS resources(n), unnest([${dateList}]) AS days(date)`);
  await database.run(`
    CREATE VIEW listings AS
    SELECT account_id, any_value(account_name) AS account_name, region, service, type, 'done' AS status,
      count(*)::BIGINT AS count, 0::BIGINT AS "partial", NULL::VARCHAR AS code, NULL::VARCHAR AS message, run_id, date
    FROM resources GROUP BY ALL`);
  await writeMonth(database, folder);
  database.close();
  const line = (account: number) => ({
    accountId: String(100_000_000_000 + account),
    status: 'complete',
    records: perAccount,
    gaps: 0,
  });
  const runs = dates.map((date) => ({
    runId: `run-${date}`,
    date,
    startedAt: `${date}T02:00:00.000Z`,
    finishedAt: `${date}T03:00:00.000Z`,
    catalogueVersion: 'bench',
    accounts: Array.from({ length: accounts }, (_, account) => line(account)),
  }));
  await writeFile(join(folder, 'runs.json'), JSON.stringify({ version: 1, runs }));
}

async function ask(folder: string, sql: string): Promise<string> {
  const inventory = await openInventory(await chooseRuns({ from: [folder], all: true }));
  const rows = await Array.fromAsync((await inventory.ask(sql)).rows);
  inventory.close();
  return `${rows.length} rows`;
}

async function timed(step: string, task: () => Promise<string>): Promise<HistoryRow> {
  const startedAt = performance.now();
  const result = await task();
  return { step, seconds: Math.round(performance.now() - startedAt) / 1000, result };
}
