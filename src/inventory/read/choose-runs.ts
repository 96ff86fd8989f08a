/** Which runs are asked: the latest finished one of each folder, unless a date or runs are named. */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import { localFolder } from './local-folder.ts';
import { isFinished, type RunOnDisk, type RunPlace, readRun } from './run-on-disk.ts';

export interface Choice {
  /** Folders that hold runs, or are one. */
  readonly from: readonly string[];
  /** `2026-01-31`: the latest finished run of that day. */
  readonly date?: string;
  /** Run ids: these runs, finished or not. */
  readonly runs?: readonly string[];
}

/** Throws a `FlotillaError` where there is no such run. */
export async function chooseRuns({ from, date, runs }: Choice): Promise<readonly RunOnDisk[]> {
  const folders = await Promise.all(from.map(localFolder));
  const places = await Promise.all(folders.map(runsIn));
  if (runs)
    return Promise.all(runs.flatMap((runId) => placesOf(runId, places.flat())).map(readRun));
  return Promise.all(places.map((ofFolder, index) => latest(ofFolder, folders[index] ?? '', date)));
}

/** A run by its folder, or by its id. */
export async function findRun(named: string, { from }: Pick<Choice, 'from'>): Promise<RunOnDisk> {
  const asFolder = existsSync(named) ? ownPlace(named) : undefined;
  if (asFolder) return readRun(asFolder);
  const places = await Promise.all(from.map(async (one) => runsIn(await localFolder(one))));
  const [place] = placesOf(named, places.flat());
  // There is one, or `placesOf` has thrown.
  return readRun(place as RunPlace);
}

/** Latest first. A folder that is a run itself is that run. */
async function runsIn(folder: string): Promise<readonly RunPlace[]> {
  const own = ownPlace(folder);
  if (own) return [own];
  const found = await foldersBelow(join(folder, 'inventory'), 4);
  const dated = found.map(placeOf).filter(({ date }) => date !== '');
  return dated.sort((a, b) => (a.date < b.date ? 1 : -1));
}

function ownPlace(folder: string): RunPlace | undefined {
  const isRun = isFinished(folder) || existsSync(join(folder, 'manifests'));
  return isRun ? placeOf(resolve(folder)) : undefined;
}

/** `…/2026/01/31/<runId>`; a folder that was taken elsewhere tells no date. */
function placeOf(folder: string): RunPlace {
  const [, date = ''] = /\/(\d{4}\/\d\d\/\d\d)$/.exec(slashed(dirname(folder))) ?? [];
  return { runId: basename(folder), date: date.replaceAll('/', '-'), folder };
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

function placesOf(runId: string, places: readonly RunPlace[]): readonly RunPlace[] {
  const found = places.filter((place) => place.runId === runId);
  if (found.length > 0) return found;
  const meant = nearest(
    runId,
    places.map((place) => place.runId),
  );
  const hint =
    meant === undefined ? 'give the id or the folder of one' : `did you mean "${meant}"?`;
  throw new FlotillaError('InvalidInput', `there is no run "${runId}"; ${hint}`);
}

async function latest(
  places: readonly RunPlace[],
  folder: string,
  date: string | undefined,
): Promise<RunOnDisk> {
  const asked = places.filter((place) => date === undefined || place.date === date);
  const finished = asked.filter((place) => isFinished(place.folder));
  const day = finished[0]?.date;
  const runs = await Promise.all(finished.filter((place) => place.date === day).map(readRun));
  const [run] = runs.sort((a, b) => ((a.startedAt ?? '') < (b.startedAt ?? '') ? 1 : -1));
  if (run) return run;
  throw noRun({ folder, date, unfinished: asked[0] });
}

function noRun({
  folder,
  date,
  unfinished,
}: {
  readonly folder: string;
  readonly date: string | undefined;
  readonly unfinished: RunPlace | undefined;
}): FlotillaError {
  const when = date === undefined ? '' : ` of ${date}`;
  if (unfinished)
    return new FlotillaError(
      'InvalidInput',
      `"${folder}" holds no finished run${when}; ask for "${unfinished.runId}", which is not finished, by its id`,
    );
  return new FlotillaError(
    'InvalidInput',
    `"${folder}" holds no inventory run${when}; give the folder that runs are collected into`,
  );
}
