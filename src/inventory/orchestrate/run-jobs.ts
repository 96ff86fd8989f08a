/**
 * Creates a Job for every account, up to a maximum at a time, and follows each to its end. All state can be read from
 * the cluster again, so a restarted orchestrator resumes the run and starts nothing twice.
 */

import { jobEnd, jobs, type KubernetesJob } from '../../kubernetes/objects.ts';
import type { ClusterClient } from '../../kubernetes/open-cluster.ts';
import { alreadyExists, isOverQuota } from '../../kubernetes/refusal.ts';
import type { Account } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import type { RunStart } from '../collect/run-start.ts';
import { emptyLine } from '../collect/run-summary.ts';
import { runFolder } from '../layout.ts';
import type { InventoryStore } from '../store/store.ts';
import { followJobs, type JobEvent } from './follow-jobs.ts';
import {
  type AccountJobResult,
  listsOncePerRun,
  readJobResult,
  readUploadedResult,
} from './job-result.ts';
import { type JobTracker, trackJobs } from './job-tracker.ts';
import { jobName, labelsOfRun } from './names.ts';

export interface RunJobsOptions {
  readonly cluster: ClusterClient;
  /** The store that the runners upload to. */
  readonly store: InventoryStore;
  readonly run: RunStart;
  readonly accounts: readonly Account[];
  /** Whether any entry is listed by one account for all of them. */
  readonly listsOnce: boolean;
  /** Maximum Jobs at a time that have not ended. */
  readonly parallelism: number;
  readonly jobFor: (account: Account, once: boolean) => object;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvent?: ((event: RunJobsEvent) => void) | undefined;
}

export type RunJobsEvent =
  | { readonly event: 'created'; readonly account: Account }
  /** Its Job is in progress, or may be: an interruption came while it was created. */
  | { readonly event: 'found'; readonly account: Account }
  /** The cluster has no room for another Job now. */
  | { readonly event: 'no-room'; readonly message: string }
  /** The account that was to list the entries of the run has failed, and no other account was left to list them. */
  | { readonly event: 'once-missing' };

/** Delay before the next attempt after a quota refusal. A Job that ends triggers one at once. */
const noRoomMs = 30_000;

/** Yields the result of each account, in the order of completion. Throws when the cluster refuses permanently. */
export async function* runJobs(
  options: RunJobsOptions,
): AsyncGenerator<AccountJobResult, void, undefined> {
  const { cluster, run, accounts, listsOnce, clock, signal, onEvent } = options;
  const nameOf = ({ id }: Account) => jobName(run.runId, id);
  const board = trackJobs(accounts, { nameOf, listsOnce });
  const news = followJobs(cluster, { labels: labelsOfRun(run.runId), clock, signal });
  let next: Promise<IteratorResult<JobEvent>> | undefined;
  let isListed = false;
  let hasRoom = true;
  try {
    while (board.isOpen()) {
      next ??= news.next();
      const event = await (hasRoom ? next : orTimeout(next, noRoomMs, options));
      if (event) {
        next = undefined;
        yield* handleEvent(options, board, event.value);
        if (event.value.news === 'listed' && !isListed) {
          yield* resultsUploadedBefore(options, board);
          isListed = true;
        }
      }
      // Jobs are created only after the first listing: otherwise existing ones would be created again.
      if (isListed) hasRoom = await createWaitingJobs(options, board);
    }
    if (board.needsOnce()) onEvent?.({ event: 'once-missing' });
  } finally {
    next?.catch(() => {});
    news.return(undefined as never).catch(() => {});
  }
}

/** Returns undefined when the time runs out first. */
async function orTimeout<T>(
  promise: Promise<T>,
  ms: number,
  { clock, signal }: RunJobsOptions,
): Promise<T | undefined> {
  const done = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([signal, done.signal])).then(() => undefined);
  late.catch(() => {});
  return Promise.race([promise, late]).finally(() => done.abort());
}

async function* handleEvent(
  options: RunJobsOptions,
  board: JobTracker,
  event: JobEvent,
): AsyncGenerator<AccountJobResult> {
  switch (event.news) {
    case 'job': {
      const account = board.accountOf(event.job.metadata.name);
      if (account) yield* handleJob(options, board, { account, job: event.job });
      return;
    }
    case 'gone':
      yield* deletedJobs(board, [event.name]);
      return;
    case 'listing':
      board.suspectAlive();
      return;
    case 'listed':
      yield* deletedJobs(
        board,
        board.suspects().filter((name) => !event.names.has(name)),
      );
  }
}

function* deletedJobs(board: JobTracker, names: readonly string[]): Generator<AccountJobResult> {
  for (const name of names) {
    const account = board.accountOf(name);
    if (!account || !board.end(account)) continue;
    const detail = 'its Job was deleted before it ended';
    yield { line: emptyLine(account, 'failed', 'JobDeleted'), detail, calls: 0, throttles: 0 };
  }
}

async function* handleJob(
  options: RunJobsOptions,
  board: JobTracker,
  { account, job }: { readonly account: Account; readonly job: KubernetesJob },
): AsyncGenerator<AccountJobResult> {
  const once = listsOncePerRun(job);
  const ended = jobEnd(job);
  if (!ended) {
    if (board.begin(account, once)) options.onEvent?.({ event: 'found', account });
    return;
  }
  if (board.hasEnded(account)) return;
  const end = await readJobResult(options, job, account);
  board.end(account, { once, well: ended.succeeded });
  const hasListed = end.line.status === 'complete' ? 'listed' : 'unknown';
  yield { ...end, ...(once && ended.succeeded && { once: hasListed }) };
}

/** Jobs are deleted after a while: manifests that were uploaded in this run are still in the bucket. */
async function* resultsUploadedBefore(
  options: RunJobsOptions,
  board: JobTracker,
): AsyncGenerator<AccountJobResult> {
  const { store, run } = options;
  const names = await store.list(`${runFolder(run.date, run.runId)}/manifests`);
  const uploaded = new Set(names.map((name) => name.replace(/\.json$/, '')));
  for (const account of board.waiting().filter(({ id }) => uploaded.has(id))) {
    board.end(account);
    // The label of its Job is gone.
    yield { ...(await readUploadedResult(options, account)), once: 'unknown' };
  }
}

/** Returns false when the cluster had no room. */
async function createWaitingJobs(options: RunJobsOptions, board: JobTracker): Promise<boolean> {
  const { cluster, parallelism, jobFor, signal, onEvent } = options;
  while (board.alive() < parallelism) {
    const account = board.nextWaiting();
    if (!account) return true;
    const once = board.needsOnce();
    try {
      signal.throwIfAborted();
      await cluster.create(jobs, jobFor(account, once), signal);
    } catch (error) {
      if (isOverQuota(error)) {
        onEvent?.({ event: 'no-room', message: error.message });
        return false;
      }
      if (signal.aborted) onEvent?.({ event: 'found', account });
      if (!alreadyExists(error)) throw error;
    }
    board.begin(account, once);
    onEvent?.({ event: 'created', account });
  }
  return true;
}
