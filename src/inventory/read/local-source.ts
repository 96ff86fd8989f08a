/** Runs in a local folder. */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isMonth, readCompacted, summariesOf } from './compacted-month.ts';
import { isFinished, ofAccount, type RunOnDisk, readRun } from './run-on-disk.ts';
import type { FoundRun, RunSource } from './run-source.ts';

export function localSource(folder: string): RunSource {
  return {
    name: folder,
    async *days(date) {
      for (const runs of await daysIn(folder)) {
        if (date === undefined || runs[0]?.date === date) yield runs;
      }
    },
    startedAt: async (run) => (await readFound(run)).startedAt ?? '',
    read: async (run, accountId) => ofAccount(await readFound(run), accountId),
  };
}

function readFound(run: FoundRun): Promise<RunOnDisk> {
  return run.monthFolder === undefined ? readRun(run) : readCompacted(run, run.monthFolder);
}

async function daysIn(folder: string): Promise<readonly (readonly FoundRun[])[]> {
  const own = ownRun(folder);
  if (own) return [[own]];
  const runs = await runsBelow(folder);
  const compacted = await compactedRuns(folder);
  const isCompacted = new Set(compacted.map(({ runId }) => runId));
  const found = [...compacted, ...runs.filter(({ runId }) => !isCompacted.has(runId))];
  const byDay = Map.groupBy(found, ({ date }) => date);
  return [...byDay].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, runs]) => runs);
}

/** The folder itself, if it is a run. */
export function ownRun(folder: string): FoundRun | undefined {
  const isRun = isFinished(folder) || existsSync(join(folder, 'manifests'));
  return isRun ? runIn(resolve(folder)) : undefined;
}

/** `…/2026/01/31/<runId>`; a folder that was moved elsewhere has no date. */
function runIn(folder: string): FoundRun {
  const [, date = ''] = /\/(\d{4}\/\d\d\/\d\d)$/.exec(slashed(dirname(folder))) ?? [];
  const place = { runId: basename(folder), date: date.replaceAll('/', '-'), folder };
  return { ...place, isFinished: isFinished(folder) };
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Those in folders of their own. */
export async function runsBelow(folder: string): Promise<readonly FoundRun[]> {
  const folders = await foldersBelow(join(folder, 'inventory'), 4);
  return folders.map(runIn).filter(({ date }) => date !== '');
}

/** One file is read instead of thousands: a run that is in the files of its month is read from there. */
async function compactedRuns(folder: string): Promise<readonly FoundRun[]> {
  // `01.part` is being written.
  const months = (await foldersBelow(join(folder, 'history'), 2)).filter(
    (month) => /\d$/.test(month) && isMonth(month),
  );
  const found = await Promise.all(
    months.map(async (monthFolder) =>
      (await summariesOf(monthFolder)).map(({ runId, date }) => ({
        runId,
        date,
        folder: monthFolder,
        isFinished: true,
        monthFolder,
      })),
    ),
  );
  return found.flat();
}

async function foldersBelow(folder: string, levels: number): Promise<readonly string[]> {
  if (levels === 0) return [folder];
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory());
  const found = await Promise.all(
    below.map(({ name }) => foldersBelow(join(folder, name), levels - 1)),
  );
  return found.flat();
}
