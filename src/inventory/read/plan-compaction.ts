/** Plans which months are compacted, and which folders of runs are no longer needed. */

import { join } from 'node:path';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { monthFolder } from '../layout.ts';
import { isMonth, readCompacted, restoreMonth, summariesOf } from './compacted-month.ts';
import { ownRun, runsBelow } from './local-source.ts';
import { type RunOnDisk, readRun } from './run-on-disk.ts';

export interface MonthPlan {
  /** `2026-01`. */
  readonly month: string;
  /** What is written: `history/2026/01` below the folder. */
  readonly folder: string;
  /** Runs in folders of their own that are not in the files of the month yet. */
  readonly added: readonly RunOnDisk[];
  /** Runs that are in the files already. */
  readonly kept: readonly RunOnDisk[];
  /** Folders of runs that are, or will be, in the files. */
  readonly folders: readonly string[];
}

export interface CompactionPlan {
  /** Oldest first; only those in which something is to be done. */
  readonly months: readonly MonthPlan[];
  /** Unfinished runs: they are left alone. */
  readonly unfinished: readonly string[];
}

export interface CompactionScope {
  /** A folder that runs are collected into. */
  readonly from: string;
  /** `2026-01`: this month and those before it. Default: the months before the one of the latest run. */
  readonly until?: string;
}

export async function planCompaction({ from, until }: CompactionScope): Promise<CompactionPlan> {
  if (ownRun(from))
    throw new FlotillaError(
      'InvalidInput',
      `"${from}" is one run; give the folder that runs are collected into`,
    );
  const found = await runsBelow(from);
  const monthOf = (run: { readonly date: string }) => run.date.slice(0, 7);
  const months = Map.groupBy(found, monthOf);
  const latest = [...months.keys()].sort().at(-1) ?? '';
  const isDue = (month: string) => (until === undefined ? month < latest : month <= until);
  const plans: MonthPlan[] = [];
  for (const [month, runs] of [...months].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isDue(month)) continue;
    const folder = join(from, monthFolder(month));
    const finished = runs.filter(({ isFinished }) => isFinished);
    const kept = await keptIn(folder);
    const known = new Set(kept.map(({ runId }) => runId));
    const added: RunOnDisk[] = [];
    for (const run of finished) if (!known.has(run.runId)) added.push(await readRun(run));
    const folders = finished.map((run) => run.folder);
    if (folders.length > 0) plans.push({ month, folder, added, kept, folders });
  }
  const unfinished = found.filter((run) => !run.isFinished && isDue(monthOf(run)));
  return { months: plans, unfinished: unfinished.map(({ runId }) => runId) };
}

async function keptIn(folder: string): Promise<readonly RunOnDisk[]> {
  await restoreMonth(folder);
  if (!isMonth(folder)) return [];
  const runs = await summariesOf(folder);
  return Promise.all(runs.map((run) => readCompacted({ ...run, folder }, folder)));
}
