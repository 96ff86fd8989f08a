/** Runs in a local folder. */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isFinished, ofAccount, readRun } from './run-on-disk.ts';
import type { FoundRun, RunSource } from './run-source.ts';

export function localSource(folder: string): RunSource {
  return {
    name: folder,
    async *days(date) {
      for (const runs of await daysIn(folder)) {
        if (date === undefined || runs[0]?.date === date) yield runs;
      }
    },
    startedAt: async (run) => (await readRun(run)).startedAt ?? '',
    read: async (run, accountId) => ofAccount(await readRun(run), accountId),
  };
}

async function daysIn(folder: string): Promise<readonly (readonly FoundRun[])[]> {
  const own = ownRun(folder);
  if (own) return [[own]];
  const found = (await foldersBelow(join(folder, 'inventory'), 4)).map(runIn);
  const byDay = Map.groupBy(
    found.filter(({ date }) => date !== ''),
    ({ date }) => date,
  );
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
