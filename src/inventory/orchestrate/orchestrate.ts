/**
 * An inventory of many accounts on a cluster: a Job for each, followed to its end, and one summary of all. The files
 * are the same as those of
 * `flotilla inventory collect`.
 */

import type { ClusterClient } from '../../kubernetes/open-cluster.ts';
import type { Account } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import type { Skipped } from '../../model/outcome.ts';
import type { InventoryFormat } from '../collect/account-files.ts';
import type { RunStart } from '../collect/run-start.ts';
import { emptyLine, summaryOf } from '../collect/run-summary.ts';
import { startFile, summaryFile } from '../layout.ts';
import type { AccountLine, RunSummary } from '../record.ts';
import type { InventoryStore } from '../store/store.ts';
import { writeJson } from '../store/write-json.ts';
import type { AccountJobResult } from './job-result.ts';
import { type RunJobsEvent, runJobs } from './run-jobs.ts';
import { type RunnerJobSettings, runnerJob } from './runner-job.ts';

export interface OrchestrateOptions {
  readonly cluster: ClusterClient;
  readonly store: InventoryStore;
  readonly run: RunStart;
  readonly accounts: readonly Account[];
  readonly listsOnce: boolean;
  readonly skipped: readonly Skipped[];
  readonly job: RunnerJobSettings;
  readonly catalogueVersion: string;
  readonly formats: readonly InventoryFormat[];
  readonly parallelism: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvent?: (event: RunJobsEvent) => void;
}

/**
 * Yields the result of each account; returns the run's summary, which is in the bucket by then. When the signal stops
 * it, running Jobs continue, and a restarted orchestrator of the same Job resumes the run.
 */
export async function* orchestrate(
  options: OrchestrateOptions,
): AsyncGenerator<AccountJobResult, RunSummary, undefined> {
  const { store, run, skipped, job } = options;
  await writeJson(store, startFile(run.date, run.runId), run);
  const accounts: AccountLine[] = skipped.map(({ target, reason }) =>
    emptyLine(target.account, 'skipped', reason),
  );
  let [calls, throttles] = [0, 0];
  const jobFor = (account: Account, once: boolean) => runnerJob(job, account, once);
  for await (const result of runJobs({ ...options, jobFor })) {
    accounts.push(result.line);
    calls += result.calls;
    throttles += result.throttles;
    yield result;
  }
  const { catalogueVersion, formats } = options;
  const finishedAt = new Date(options.clock.now()).toISOString();
  const results = { run, finishedAt, catalogueVersion, formats, accounts, calls, throttles };
  const summary = summaryOf(results);
  await writeJson(store, summaryFile(run.date, run.runId), summary);
  return summary;
}
