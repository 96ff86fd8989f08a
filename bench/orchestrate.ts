/**
 * The cost of an orchestrator with many accounts: Jobs of a simulated cluster in another process, whose containers
 * succeed immediately. It measures the orchestrator and the API server's responses, not the runners.
 */

import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOf } from '../src/inventory/orchestrate/names.ts';
import { type OrchestrateOptions, orchestrate } from '../src/inventory/orchestrate/orchestrate.ts';
import { findOrchestratorPod } from '../src/inventory/orchestrate/orchestrator-pod.ts';
import { localStore } from '../src/inventory/store/local-store.ts';
import { openCluster } from '../src/kubernetes/open-cluster.ts';
import { wallClock } from '../src/model/clock.ts';
import type { ClusterReport, ServedForBench } from './cluster.ts';
import { collectInTime } from './fan-out.ts';

export interface OrchestrateRow {
  readonly accounts: number;
  readonly parallelism: number;
  readonly seconds: number;
  readonly accountsPerSecond: number;
  readonly cpuMsPerAccount: number;
  /** Requests to the API server for each account. */
  readonly requestsPerAccount: number;
  readonly maxLiveJobs: number;
  readonly peakMb: number;
  /** Jobs created again by a second orchestrator that starts when half of the accounts are done. */
  readonly repeated: number;
}

const parallelism = 50;

/** Each size runs in a separate process, because memory stays with a process once used. */
export async function benchOrchestrate(sizes: readonly number[]): Promise<OrchestrateRow[]> {
  const rows: OrchestrateRow[] = [];
  for (const accounts of sizes) rows.push(await inProcess(accounts));
  return rows;
}

function inProcess(accounts: number): Promise<OrchestrateRow> {
  const child = fork(import.meta.filename, [String(accounts)], { execArgv: collectInTime });
  return new Promise((resolve, reject) => {
    child.once('message', (row) => resolve(row as OrchestrateRow));
    child.once('error', reject);
  });
}

async function measure(accounts: number): Promise<OrchestrateRow> {
  const child = fork(join(import.meta.dirname, 'cluster.ts'));
  const next = <T>() =>
    new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)));
  const { url, certificateAuthority, token, pod } = await next<ServedForBench>();
  const namespace = 'inventory';
  const place = { url, certificateAuthority, namespace, token: async () => token };
  const cluster = openCluster({ ...place, clock: wallClock });
  const never = new AbortController().signal;
  const self = await findOrchestratorPod(cluster, pod, never);
  const run = runOf(self.job, 'bench');
  const options = (signal: AbortSignal): OrchestrateOptions => ({
    cluster,
    store: localStore(mkdtempSync(join(tmpdir(), 'flotilla-bench-'))),
    run,
    accounts: Array.from({ length: accounts }, (_, at) => ({ id: String(100_000_000_000 + at) })),
    once: [{ service: 'IAM', type: 'aws_managed_policy' }],
    skipped: [],
    job: {
      ...{ runId: run.runId, namespace, image: self.image, imagePullPolicy: self.imagePullPolicy },
      ...{ placement: self.placement, owner: self.owner, assume: [], collect: [], upload: [] },
      ...{ deadlineSeconds: 7200, retries: 2, keepSeconds: 86_400, cpu: '1m', memory: '1Mi' },
    },
    catalogueVersion: '',
    formats: ['ndjson'],
    parallelism,
    clock: wallClock,
    signal,
  });
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const stop = new AbortController();
  await until(options(stop.signal), () => stop.abort(), accounts / 2).catch(() => {});
  await until(options(never));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAt) / 1000;
  child.send('report');
  const { requests, created, maxLiveJobs } = await next<ClusterReport>();
  child.kill();
  cluster.close();
  return {
    accounts,
    parallelism,
    seconds: round(seconds),
    accountsPerSecond: Math.round(accounts / seconds),
    cpuMsPerAccount: round((user + system) / 1000 / accounts),
    requestsPerAccount: round(requests / accounts),
    // One of them is the orchestrator's own.
    maxLiveJobs: maxLiveJobs - 1,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    repeated: created - accounts,
  };
}

/** Runs to the end, or until this many accounts are done. */
async function until(options: OrchestrateOptions, enough = () => {}, count = Infinity) {
  let ended = 0;
  const running = orchestrate(options);
  for (let next = await running.next(); !next.done; next = await running.next()) {
    if (++ended === Math.floor(count)) enough();
  }
}

const round = (value: number) => Math.round(value * 100) / 100;

if (import.meta.main) process.send?.(await measure(Number(process.argv[2])), () => process.exit());
