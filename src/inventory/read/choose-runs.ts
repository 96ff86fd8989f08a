/** Chooses the runs to query: the latest finished one of each folder, unless a date or runs are named. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import { localSource, ownRun } from './local-source.ts';
import { isUrl, sourceOpener } from './open-source.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import type { FoundRun, OpenSource, RunSource } from './run-source.ts';

export interface RunChoice {
  /** Folders or S3 prefixes that contain runs, or are one. */
  readonly from: readonly string[];
  /** `2026-01-31`: the latest finished run of that day. */
  readonly date?: string;
  /** Run ids: these runs, finished or not. */
  readonly runs?: readonly string[];
  /** Every finished run. */
  readonly all?: boolean;
  /** Of these runs, this account alone. */
  readonly accountId?: string;
}

/** In the order of `from` and `runs`; all runs in the order of their dates. Throws a `FlotillaError` where there is no such run. */
export async function chooseRuns(
  { from, date, runs, all = false, accountId }: RunChoice,
  open: OpenSource = sourceOpener(),
): Promise<readonly RunOnDisk[]> {
  const sources = await Promise.all(from.map(open));
  if (!runs && !all) return Promise.all(sources.map((source) => latest(source, date)));
  const known = await allRuns(sources);
  const chosen = runs?.flatMap((runId) => runsNamed(runId, known)) ?? finishedOf(known, from);
  const read: RunOnDisk[] = [];
  // One after the other: a run has thousands of files.
  for (const { source, run } of chosen) read.push(await source.read(run, accountId));
  return runs ? read : read.sort(byStart);
}

function finishedOf(known: readonly Known[], from: readonly string[]): readonly Known[] {
  const finished = known.filter(({ run }) => run.isFinished);
  if (finished.length > 0) return finished;
  throw noRun({ folder: from.join(', '), date: undefined, unfinished: known[0]?.run });
}

function byStart(a: RunOnDisk, b: RunOnDisk): number {
  const startOf = ({ startedAt, date, runId }: RunOnDisk) => `${startedAt ?? date} ${runId}`;
  return startOf(a) < startOf(b) ? -1 : 1;
}

/** Finds a run by its folder or S3 prefix, or by its id. */
export async function findRun(
  text: string,
  { from }: Pick<RunChoice, 'from'>,
  open: OpenSource = sourceOpener(),
): Promise<RunOnDisk> {
  if (isUrl(text)) return latest(await open(text), undefined);
  const own = ownRun(text);
  if (own) return localSource(text).read(own);
  const known = await allRuns(await Promise.all(from.map(open)));
  const [found] = runsNamed(text, known);
  // `named` throws if there is none.
  return (found as Known).source.read((found as Known).run);
}

interface Known {
  readonly source: RunSource;
  readonly run: FoundRun;
}

async function allRuns(sources: readonly RunSource[]): Promise<readonly Known[]> {
  const found = await Promise.all(
    sources.map(async (source) => {
      const days = await Array.fromAsync(source.days());
      return days.flat().map((run) => ({ source, run }));
    }),
  );
  return found.flat();
}

function runsNamed(runId: string, known: readonly Known[]): readonly Known[] {
  const found = known.filter(({ run }) => run.runId === runId);
  if (found.length > 0) return found;
  const meant = nearest(
    runId,
    known.map(({ run }) => run.runId),
  );
  const hint =
    meant === undefined ? 'give the id or the folder of one' : `did you mean "${meant}"?`;
  throw new FlotillaError('InvalidInput', `there is no run "${runId}"; ${hint}`);
}

async function latest(source: RunSource, date: string | undefined): Promise<RunOnDisk> {
  let unfinished: FoundRun | undefined;
  for await (const runs of source.days(date)) {
    const finished = runs.filter(({ isFinished }) => isFinished);
    const [run, ...others] = finished;
    if (run) return source.read(others.length === 0 ? run : await lastStarted(source, finished));
    unfinished ??= runs[0];
  }
  throw noRun({ folder: source.name, date, unfinished });
}

/** The last of one day. */
async function lastStarted(source: RunSource, runs: readonly FoundRun[]): Promise<FoundRun> {
  const begun = await Promise.all(
    runs.map(async (run) => ({ run, at: await source.startedAt(run) })),
  );
  const [last] = begun.sort((a, b) => (a.at < b.at ? 1 : -1));
  return (last as (typeof begun)[number]).run;
}

function noRun({
  folder,
  date,
  unfinished,
}: {
  readonly folder: string;
  readonly date: string | undefined;
  readonly unfinished: FoundRun | undefined;
}): FlotillaError {
  const when = date === undefined ? '' : ` of ${date}`;
  if (unfinished)
    return new FlotillaError(
      'InvalidInput',
      `"${folder}" contains no finished run${when}; pass the id "${unfinished.runId}" to read an unfinished one`,
    );
  return new FlotillaError(
    'InvalidInput',
    `"${folder}" contains no inventory run${when}; give the folder that runs are collected into`,
  );
}
