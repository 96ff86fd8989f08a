/**
 * The cost of an inventory query: a million resources of a thousand accounts, as Parquet. `node
 * bench/inventory-query.ts` prints it. Each time includes choosing the run, opening it and querying it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { recordsFile, summaryFile } from '../src/inventory/layout.ts';
import { chooseRuns } from '../src/inventory/read/choose-runs.ts';
import { openInventory } from '../src/inventory/read/open-inventory.ts';
import { writeParquet } from '../src/inventory/read/write-parquet.ts';
import type { InventoryRecord, RunSummary } from '../src/inventory/record.ts';

export interface QueryRow {
  readonly step: string;
  readonly seconds: number;
  /** The result of the query. */
  readonly result: string;
}

const date = '2026-01-31';
const runId = 'bench';

export async function benchInventoryQuery(
  { accounts, perAccount } = { accounts: 1_000, perAccount: 1_000 },
): Promise<QueryRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-bench-'));
  try {
    const rows: QueryRow[] = [];
    rows.push(await timed('write Parquet', () => writeRun(folder, { accounts, perAccount })));
    for (const { step, sql } of questions(idOf(Math.floor(accounts / 2)))) {
      rows.push(await timed(step, () => runQuery(folder, sql)));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function questions(accountId: string): readonly { readonly step: string; readonly sql: string }[] {
  return [
    {
      step: 'count by type',
      sql: 'SELECT service, type, count(*) AS n FROM resources GROUP BY ALL ORDER BY n DESC',
    },
    {
      step: 'one account, counted',
      sql: `SELECT type, count(*) FROM resources WHERE account_id = '${accountId}' GROUP BY type`,
    },
    {
      step: 'one resource of one account',
      sql: `SELECT * FROM resources WHERE account_id = '${accountId}' AND type = 'instance' AND id = 'instance-16'`,
    },
    {
      step: 'by tag',
      sql: "SELECT account_id, count(*) FROM resources WHERE tags['team'] = 'team-7' GROUP BY 1",
    },
    {
      step: 'view of a type',
      sql: "SELECT InstanceType, count(*) FROM ec2_instance WHERE State->>'Name' = 'stopped' GROUP BY 1",
    },
  ];
}

async function timed(step: string, task: () => Promise<string>): Promise<QueryRow> {
  const startedAt = performance.now();
  const result = await task();
  return { step, seconds: Math.round(performance.now() - startedAt) / 1000, result };
}

async function runQuery(folder: string, sql: string): Promise<string> {
  const inventory = await openInventory(await chooseRuns({ from: [folder] }));
  let rows = 0;
  for await (const _ of (await inventory.ask(sql)).rows) rows += 1;
  inventory.close();
  return `${rows} rows`;
}

interface Size {
  readonly accounts: number;
  readonly perAccount: number;
}

async function writeRun(folder: string, { accounts, perAccount }: Size): Promise<string> {
  let bytes = 0;
  for (let account = 0; account < accounts; account++) {
    const lines = join(folder, recordsFile(date, runId, idOf(account), 'ndjson'));
    const columnar = join(folder, recordsFile(date, runId, idOf(account), 'parquet'));
    for (const path of [lines, columnar]) await mkdir(dirname(path), { recursive: true });
    await writeFile(lines, linesOf(account, perAccount));
    await writeParquet(lines, columnar);
    await rm(lines);
    bytes += (await stat(columnar)).size;
  }
  await writeFile(
    join(folder, summaryFile(date, runId)),
    JSON.stringify(summaryOf({ accounts, perAccount })),
  );
  return `${Math.round(bytes / 2 ** 20)} MiB in ${accounts} files`;
}

function idOf(account: number): string {
  return String(100_000_000_000 + account);
}

const kinds = [
  { service: 'EC2', type: 'instance' },
  { service: 'EC2', type: 'volume' },
  { service: 'EC2', type: 'security_group' },
  { service: 'IAM', type: 'role' },
  { service: 'Lambda', type: 'function' },
  { service: 'S3', type: 'bucket' },
  { service: 'CloudWatchLogs', type: 'log_group' },
  { service: 'SNS', type: 'topic' },
] as const;

const regions = ['eu-west-1', 'eu-central-1', 'us-east-1'] as const;

function linesOf(account: number, perAccount: number): string {
  return Array.from(
    { length: perAccount },
    (_, index) => `${JSON.stringify(recordOf(account, index))}\n`,
  ).join('');
}

function recordOf(account: number, index: number): InventoryRecord {
  const { service, type } = kinds[index % kinds.length] ?? kinds[0];
  const id = `${type}-${index}`;
  const region = regions[(account + index) % regions.length] ?? regions[0];
  return {
    accountId: idOf(account),
    accountName: `account-${account}`,
    ouPath: `/Workloads/Unit ${account % 20}`,
    region,
    service,
    type,
    id,
    arn: `arn:aws:${service.toLowerCase()}:${region}:${idOf(account)}:${type}/${id}`,
    tags: { team: `team-${(account * 7 + index) % 50}`, environment: index % 3 ? 'dev' : 'prod' },
    collectedAt: `${date}T10:00:00.000Z`,
    catalogueVersion: 'bench',
    resource: {
      InstanceId: id,
      InstanceType: `m${index % 7}.large`,
      State: { Name: index % 4 ? 'running' : 'stopped', Code: 16 },
      LaunchTime: `2025-${String((index % 12) + 1).padStart(2, '0')}-03T04:05:06.000Z`,
      SubnetId: `subnet-${(account * 31 + index) % 997}`,
      SecurityGroups: [{ GroupId: `sg-${index % 101}`, GroupName: 'default' }],
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeId: `vol-${account}-${index}` } },
      ],
      Monitoring: { State: 'disabled' },
      Tags: [{ Key: 'team', Value: `team-${(account * 7 + index) % 50}` }],
    },
  };
}

function summaryOf({ accounts, perAccount }: Size): RunSummary {
  const at = `${date}T10:00:00.000Z`;
  return {
    version: 1,
    runId,
    date,
    startedAt: at,
    finishedAt: at,
    catalogueVersion: 'bench',
    formats: ['parquet'],
    accounts: Array.from({ length: accounts }, (_, account) => ({
      accountId: idOf(account),
      accountName: `account-${account}`,
      status: 'complete' as const,
      records: perAccount,
      gaps: 0,
    })),
    records: accounts * perAccount,
    calls: 0,
    throttles: 0,
  };
}

if (import.meta.main) {
  for (const { step, seconds, result } of await benchInventoryQuery()) {
    process.stdout.write(`${step.padEnd(30)} ${seconds.toFixed(3)} s  ${result}\n`);
  }
}
