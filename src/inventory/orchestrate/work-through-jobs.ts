/**
 * A Job for every account, so many at a time, each followed to its end. All that is remembered can be read from the cluster
 * again: whoever starts in the middle of a run goes on with it, and starts nothing twice.
 */

import { endOf, type Job, jobs } from '../../kubernetes/objects.ts';
import type { Cluster } from '../../kubernetes/open-cluster.ts';
import { isOverQuota, isThere } from '../../kubernetes/refusal.ts';
import type { Account } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import type { RunStart } from '../collect/run-start.ts';
import { emptyLine } from '../collect/run-summary.ts';
import { runFolder } from '../layout.ts';
import type { Store } from '../store/store.ts';
import { type AccountEnd, accountEnd, isOnce, uploadedEnd } from './account-end.ts';
import { type Board, openBoard } from './board.ts';
import { followJobs, type JobNews } from './follow-jobs.ts';
import { jobName, labelsOfRun } from './names.ts';

export interface WorkOptions {
  readonly cluster: Cluster;
  /** Where the runners upload to. */
  readonly store: Store;
  readonly run: RunStart;
  readonly accounts: readonly Account[];
  /** Whether there is anything that one account lists for all of them. */
  readonly listsOnce: boolean;
  /** Most Jobs at a time that have not ended. */
  readonly parallelism: number;
  readonly jobFor: (account: Account, once: boolean) => object;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvent?: ((event: WorkEvent) => void) | undefined;
}

export type WorkEvent =
  | { readonly event: 'created'; readonly account: Account }
  /** The cluster has no room for another Job now. */
  | { readonly event: 'no-room'; readonly message: string }
  /** Whoever was to list what is listed once per run has failed, and nobody was left to do it. */
  | { readonly event: 'once-missing' };

/** Until the cluster is asked again whether it has room. A Job that ends makes us ask at once. */
const noRoomMs = 30_000;

/** Yields what became of each account, in the order of their ends. Throws when the cluster refuses for good. */
export async function* workThroughJobs(
  options: WorkOptions,
): AsyncGenerator<AccountEnd, void, undefined> {
  const { cluster, run, accounts, listsOnce, clock, signal, onEvent } = options;
  const nameOf = ({ id }: Account) => jobName(run.runId, id);
  const board = openBoard(accounts, { nameOf, listsOnce });
  const news = followJobs(cluster, { labels: labelsOfRun(run.runId), clock, signal });
  let next: Promise<IteratorResult<JobNews>> | undefined;
  let isListed = false;
  let hasRoom = true;
  try {
    while (board.isOpen()) {
      next ??= news.next();
      const told = await (hasRoom ? next : orAfter(next, noRoomMs, options));
      if (told) {
        next = undefined;
        yield* taken(options, board, told.value);
        if (told.value.news === 'listed' && !isListed) {
          yield* broughtBefore(options, board);
          isListed = true;
        }
      }
      // Whoever does not know yet what is there would start it again.
      if (isListed) hasRoom = await fill(options, board);
    }
    if (board.needsOnce()) onEvent?.({ event: 'once-missing' });
  } finally {
    next?.catch(() => {});
    news.return(undefined as never).catch(() => {});
  }
}

/** Answers undefined when the time is up first. */
async function orAfter<T>(
  promise: Promise<T>,
  ms: number,
  { clock, signal }: WorkOptions,
): Promise<T | undefined> {
  const done = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([signal, done.signal])).then(() => undefined);
  late.catch(() => {});
  return Promise.race([promise, late]).finally(() => done.abort());
}

async function* taken(
  options: WorkOptions,
  board: Board,
  told: JobNews,
): AsyncGenerator<AccountEnd> {
  switch (told.news) {
    case 'job': {
      const account = board.accountOf(told.job.metadata.name);
      if (account) yield* jobTaken(options, board, { account, job: told.job });
      return;
    }
    case 'gone':
      yield* deleted(board, [told.name]);
      return;
    case 'listing':
      board.suspectAlive();
      return;
    case 'listed':
      yield* deleted(
        board,
        board.suspects().filter((name) => !told.names.has(name)),
      );
  }
}

function* deleted(board: Board, names: readonly string[]): Generator<AccountEnd> {
  for (const name of names) {
    const account = board.accountOf(name);
    if (!account || !board.end(account)) continue;
    const detail = 'its Job was deleted before it ended';
    yield { line: emptyLine(account, 'failed', 'JobDeleted'), detail, calls: 0, throttles: 0 };
  }
}

async function* jobTaken(
  options: WorkOptions,
  board: Board,
  { account, job }: { readonly account: Account; readonly job: Job },
): AsyncGenerator<AccountEnd> {
  const once = isOnce(job);
  const ended = endOf(job);
  if (!ended) {
    board.begin(account, once);
    return;
  }
  if (board.hasEnded(account)) return;
  const end = await accountEnd(options, job, account);
  board.end(account, { once, well: ended.succeeded });
  yield end;
}

/** Jobs are not kept for ever: what they have uploaded in this run is still in the bucket. */
async function* broughtBefore(options: WorkOptions, board: Board): AsyncGenerator<AccountEnd> {
  const { store, run } = options;
  const names = await store.list(`${runFolder(run.date, run.runId)}/manifests`);
  const uploaded = new Set(names.map((name) => name.replace(/\.json$/, '')));
  for (const account of board.waiting().filter(({ id }) => uploaded.has(id))) {
    board.end(account);
    yield await uploadedEnd(options, account);
  }
}

/** Answers false when the cluster had no room. */
async function fill(options: WorkOptions, board: Board): Promise<boolean> {
  const { cluster, parallelism, jobFor, signal, onEvent } = options;
  while (board.alive() < parallelism) {
    const account = board.nextWaiting();
    if (!account) return true;
    const once = board.needsOnce();
    try {
      await cluster.create(jobs, jobFor(account, once), signal);
    } catch (error) {
      if (isOverQuota(error)) {
        onEvent?.({ event: 'no-room', message: error.message });
        return false;
      }
      if (!isThere(error)) throw error;
    }
    board.begin(account, once);
    onEvent?.({ event: 'created', account });
  }
  return true;
}
