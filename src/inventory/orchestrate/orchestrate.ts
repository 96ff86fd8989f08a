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
import { hasListed, type ListedType } from '../collect/once-per-run.ts';
import type { RunStart } from '../collect/run-start.ts';
import { emptyLine, summaryOf } from '../collect/run-summary.ts';
import { manifestFile, startFile, summaryFile } from '../layout.ts';
import type { AccountLine, AccountManifest, RunSummary } from '../record.ts';
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
  /** The types that one account lists for all of them. */
  readonly once: readonly ListedType[];
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
  const unknown: string[] = [];
  let isListed = false;
  const listsOnce = options.once.length > 0;
  for await (const result of runJobs({ ...options, listsOnce, jobFor })) {
    accounts.push(result.line);
    if (result.once === 'listed') isListed = true;
    if (result.once === 'unknown') unknown.push(result.line.accountId);
    calls += result.calls;
    throttles += result.throttles;
    yield result;
  }
  const { catalogueVersion, formats } = options;
  const finishedAt = new Date(options.clock.now()).toISOString();
  const unlisted = isListed ? [] : await unlistedTypes(options, unknown);
  const results = { run, finishedAt, catalogueVersion, formats, accounts, calls, throttles };
  const summary = summaryOf({ ...results, unlisted });
  await writeJson(store, summaryFile(run.date, run.runId), summary);
  return summary;
}

/** The Job of an account may succeed with a gap: its manifest says what it has listed. */
async function unlistedTypes(
  { store, run, once }: OrchestrateOptions,
  accountIds: readonly string[],
): Promise<readonly ListedType[]> {
  let missing = once;
  for (const accountId of accountIds) {
    if (missing.length === 0) break;
    const text = await store.read(manifestFile(run.date, run.runId, accountId));
    const manifest = text === undefined ? undefined : (JSON.parse(text) as AccountManifest);
    missing = missing.filter((type) => !hasListed(type, manifest));
  }
  return missing;
}
