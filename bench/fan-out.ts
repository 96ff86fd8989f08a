/**
 * The cost of a fan-out: one call in every account, or in each of its regions, against one endpoint, compared with the
 * loop that one would write without a library. Each run is a separate process.
 */

import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEndpoint } from './endpoint.ts';
import type { ClientCost, ClientRun } from './fan-out-client.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;

/**
 * Node lets the heap grow several times over before it collects, more so in long-lived processes. These flags make it
 * collect in time, so that the peak shows retained memory and not a lazy collector.
 */
export const collectInTime = ['--max-semi-space-size=16', '--heap-growing-percent=60'];

export interface FanOutRow {
  readonly accounts: number;
  readonly regions: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly client: ClientRun['client'];
  readonly wallSeconds: number;
  /**
   * Wall time divided by `calls × latency ÷ concurrency`, or by the time that the STS quota allows, if that is
   * longer.
   */
  readonly ofBound: number | undefined;
  readonly cpuMsPerAccount: number;
  readonly peakMb: number;
}

const stsPerSecond = 600;

export async function benchFanOut(sizes: readonly number[]): Promise<FanOutRow[]> {
  const rows: FanOutRow[] = [];
  for (const accounts of sizes) {
    for (const latencyMs of [0, 50])
      rows.push(...(await fanOutRows({ accounts, latencyMs, regions: 1, concurrency: 20 })));
  }
  for (const regions of [1, 17])
    rows.push(...(await fanOutRows({ accounts: 100, latencyMs: 200, regions, concurrency: 100 })));
  return rows;
}

async function fanOutRows(setting: Setting): Promise<FanOutRow[]> {
  const rows: FanOutRow[] = [];
  const { accounts, regions, concurrency } = setting;
  const endpoint = await startEndpoint(setting);
  for (const client of ['flotilla', 'loop'] as const) {
    const requested = { url: endpoint.url, client, concurrency, regions };
    const before = sum((await endpoint.report()).calls);
    const cost = await clientCost(requested);
    const calls = sum((await endpoint.report()).calls) - before;
    expectAll(cost.done, accounts * regions);
    rows.push(toRow(setting, requested, { ...cost, calls }));
  }
  await endpoint.close();
  return rows;
}

export interface FailingRow {
  readonly accounts: number;
  readonly peakMb: number;
}

/** Every account refuses the role: failures must not stay in memory either. */
export async function benchFailing(sizes: readonly number[]): Promise<FailingRow[]> {
  const rows: FailingRow[] = [];
  for (const accounts of sizes) {
    const endpoint = await startEndpoint({ accounts, refusing: true });
    const cost = await clientCost({
      url: endpoint.url,
      client: 'flotilla',
      concurrency: 20,
      regions: 1,
    });
    expectAll(cost.failed, accounts);
    rows.push({ accounts, peakMb: Math.round(cost.peakMb) });
    await endpoint.close();
  }
  return rows;
}

export interface ThrottledRow {
  readonly client: ClientRun['client'];
  readonly done: number;
  readonly failed: number;
  readonly wallSeconds: number;
  readonly assumeRoleCalls: number;
}

/** STS grants 100 calls a second with a burst of 100: 1,000 accounts cannot take less than nine seconds. */
export async function benchThrottled(): Promise<ThrottledRow[]> {
  const rows: ThrottledRow[] = [];
  for (const client of ['flotilla', 'loop'] as const) {
    const limits = [{ api: 'sts', perSecond: 100, burst: 100, per: 'account' as const }];
    const endpoint = await startEndpoint({ accounts: 1_000, latencyMs: 20, limits });
    const { done, failed, wallMs } = await clientCost({
      url: endpoint.url,
      client,
      concurrency: 100,
      regions: 1,
    });
    const { calls } = await endpoint.report();
    const assumeRoleCalls = calls['sts:AssumeRole'] ?? 0;
    rows.push({ client, done, failed, wallSeconds: round(wallMs / 1000), assumeRoleCalls });
    await endpoint.close();
  }
  return rows;
}

export interface InterruptedRow {
  readonly accounts: number;
  readonly exitCode: number | null;
  readonly secondsToExit: number;
  /** AssumeRole calls that reached the endpoint after the signal had time to arrive. */
  readonly callsAfter: number;
}

/** Ctrl-C in the middle of a run of 1,000 accounts, through the command. */
export async function benchInterrupt(): Promise<InterruptedRow> {
  const accounts = 1_000;
  const endpoint = await startEndpoint({ accounts, latencyMs: 50 });
  const file = join(folder, 'list-users.ts');
  const args = [join(folder, '../bin/flotilla.js'), 'run', file, '--yes', '--output', 'ndjson'];
  const env = {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, AWS_REGION: 'us-east-1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.resume();
  const signalledAt = performance.now();
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const callsBefore = (await endpoint.report()).calls['sts:AssumeRole'] ?? 0;
  const exitCode =
    child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('exit', resolve)));
  const secondsToExit = round((performance.now() - signalledAt) / 1000);
  const callsAfter = ((await endpoint.report()).calls['sts:AssumeRole'] ?? 0) - callsBefore;
  await endpoint.close();
  return { accounts, exitCode, secondsToExit, callsAfter };
}

async function clientCost(requested: ClientRun): Promise<ClientCost> {
  const args = [...collectInTime, join(folder, 'fan-out-client.ts'), JSON.stringify(requested)];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as ClientCost;
}

interface Setting {
  readonly accounts: number;
  readonly latencyMs: number;
  readonly regions: number;
  readonly concurrency: number;
}

function toRow(
  { accounts, regions, latencyMs }: Setting,
  requested: ClientRun,
  cost: ClientCost & { readonly calls: number },
): FanOutRow {
  const { client, concurrency } = requested;
  const latencyBound = (cost.calls * latencyMs) / concurrency;
  const quotaBound =
    client === 'flotilla' ? (Math.max(0, accounts - stsPerSecond) / stsPerSecond) * 1000 : 0;
  const bound = Math.max(latencyBound, quotaBound);
  // A bound below the CPU time has no meaning.
  const isBound = bound > cost.cpuMs;
  return {
    accounts,
    regions,
    latencyMs,
    concurrency,
    client,
    wallSeconds: round(cost.wallMs / 1000),
    ofBound: isBound ? round(cost.wallMs / bound) : undefined,
    cpuMsPerAccount: round(cost.cpuMs / accounts),
    peakMb: Math.round(cost.peakMb),
  };
}

function expectAll(counted: number, accounts: number): void {
  if (counted !== accounts)
    throw new Error(`${counted} of ${accounts} accounts succeeded: the figures are not valid`);
}

function sum(calls: Readonly<Record<string, number>>): number {
  return Object.values(calls).reduce((total, count) => total + count, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
