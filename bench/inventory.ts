/**
 * The cost of collecting an inventory: every type of the reference collector in every account of an organization, in
 * four regions. A second process serves the organization over HTTP. The collector is the command itself.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadCatalogue } from '../src/inventory/catalogue/catalogue.ts';
import type { RunSummary } from '../src/inventory/record.ts';
import { awsLimits } from '../src/simulator/index.ts';
import { startEndpoint } from './endpoint.ts';
import { type Bounds, boundsOf } from './inventory-bounds.ts';
import type { ProcessCost } from './report-cost.ts';

const run = promisify(execFile);
const directory = import.meta.dirname;
const command = join(directory, '../bin/flotilla.js');

export interface InventoryRow {
  readonly accounts: number;
  /** That collect. */
  readonly threads: number;
  readonly callsPerAccount: number;
  readonly recordsPerAccount: number;
  readonly throttled: number;
  readonly wallSeconds: number;
  readonly recordsPerSecond: number;
  /** Minimum seconds from latency, quotas and processors; the wall time is compared with the largest. */
  readonly latencyBound: number;
  readonly quotaBound: number;
  readonly cpuBound: number;
  readonly ofBound: number;
  readonly collectorMsPerCall: number;
  readonly simulatorMsPerCall: number;
  readonly peakMb: number;
}

const regions = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1'];
const accountsAtOnce = 20;
const latencyMs = 20;

export async function benchInventory(sizes: readonly number[]): Promise<InventoryRow[]> {
  const rows: InventoryRow[] = [];
  for (const accounts of sizes) {
    for (const threads of new Set([1, availableParallelism()]))
      rows.push(await collectAll(accounts, threads));
  }
  return rows;
}

async function collectAll(accounts: number, threads: number): Promise<InventoryRow> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-bench-'));
  const endpoint = await startEndpoint({ accounts, latencyMs, limits: awsLimits });
  try {
    const before = (await endpoint.report()).cpuMs;
    const startedAt = performance.now();
    const { summary, cost } = await collect(endpoint.url, folder, threads);
    const wallMs = performance.now() - startedAt;
    const { calls, cpuMs } = await endpoint.report();
    expectAll(summary, accounts);
    const simulatorCpuMs = cpuMs - before;
    const bounds = boundsOf({
      accounts,
      calls,
      latencyMs,
      accountsAtOnce,
      regions: regions.length,
    });
    return toRow({ accounts, threads, calls, summary, cost, simulatorCpuMs, wallMs, bounds });
  } finally {
    await endpoint.close();
    rmSync(folder, { recursive: true });
  }
}

interface CollectedFigures {
  readonly summary: RunSummary;
  readonly cost: ProcessCost;
}

async function collect(url: string, folder: string, threads: number): Promise<CollectedFigures> {
  const costFile = join(folder, 'cost.json');
  const types = loadCatalogue()
    .entries.filter(({ recon }) => recon)
    .map(({ key }) => key);
  const words = ['inventory', 'collect', '--yes', '--out', folder, '--format', 'ndjson'];
  const narrowed = ['--types', types.join(), '--regions', regions.join()];
  const paced = ['--concurrency', String(accountsAtOnce), '--threads', String(threads)];
  const args = [
    '--import',
    join(directory, 'report-cost.ts'),
    command,
    ...words,
    ...narrowed,
    ...paced,
  ];
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    FLOTILLA_COST_FILE: costFile,
  };
  const { stdout } = await run(process.execPath, args, { env });
  return { summary: read(join(stdout.trim(), 'run.json')), cost: read(costFile) };
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function expectAll({ accounts }: RunSummary, expected: number): void {
  const complete = accounts.filter(({ status }) => status === 'complete').length;
  if (complete !== expected)
    throw new Error(`${complete} of ${expected} accounts are complete: the figures are not valid`);
}

interface Measured extends CollectedFigures {
  readonly accounts: number;
  readonly threads: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly simulatorCpuMs: number;
  readonly wallMs: number;
  readonly bounds: Bounds;
}

function toRow(measured: Measured): InventoryRow {
  const { accounts, threads, calls, summary, cost, simulatorCpuMs, wallMs, bounds } = measured;
  const number = Object.values(calls).reduce((sum, count) => sum + count, 0);
  // Two processes: one busy thread of the simulator, and those that collect.
  const cpuMs = Math.max(
    cost.cpuMs / threads,
    simulatorCpuMs,
    (cost.cpuMs + simulatorCpuMs) / availableParallelism(),
  );
  const bound = Math.max(bounds.latencyMs, bounds.quotaMs, cpuMs);
  return {
    accounts,
    threads,
    callsPerAccount: Math.round(number / accounts),
    recordsPerAccount: Math.round(summary.records / accounts),
    throttled: summary.throttles ?? 0,
    wallSeconds: seconds(wallMs),
    recordsPerSecond: Math.round((summary.records / wallMs) * 1000),
    latencyBound: seconds(bounds.latencyMs),
    quotaBound: seconds(bounds.quotaMs),
    cpuBound: seconds(cpuMs),
    ofBound: round(wallMs / bound),
    collectorMsPerCall: round(cost.cpuMs / number),
    simulatorMsPerCall: round(simulatorCpuMs / number),
    peakMb: Math.round(cost.peakMb),
  };
}

export interface StartRow {
  readonly started: string;
  /** The median of several starts. */
  readonly seconds: number;
}

const starts = 9;

/** Start time of a command that makes no AWS calls, without Node's own start. */
export async function benchStart(): Promise<StartRow[]> {
  const bare = await medianOf(['-e', '0']);
  const commandMs = await medianOf([command, 'inventory', 'catalogue', '--output', 'json']);
  return [
    { started: 'node -e 0', seconds: bare },
    { started: 'flotilla inventory catalogue', seconds: commandMs },
    { started: 'difference', seconds: round(commandMs - bare) },
  ];
}

async function medianOf(args: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const startedAt = performance.now();
    await run(process.execPath, args, { maxBuffer: 2 ** 26 });
    times.push(performance.now() - startedAt);
  }
  return round((times.sort((a, b) => a - b)[Math.floor(starts / 2)] ?? 0) / 1000);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
