/**
 * Runs below a prefix of an S3 bucket. Only the selected run is downloaded: the files that are read, and that are not
 * cached.
 */

import { join } from 'node:path';
import { fanOut } from '../../fleet/fan-out.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { objectCache } from './object-cache.ts';
import { defaultCacheLimit, markUsed, pruneCache } from './prune-cache.ts';
import { ofAccount, readRun } from './run-on-disk.ts';
import type { FoundRun, RunSource } from './run-source.ts';
import {
  type BucketReader,
  below,
  fetchObject,
  type ListedObject,
  lastOf,
  listObjects,
} from './s3-objects.ts';

export interface S3SourceOptions extends BucketReader {
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** A folder of this machine. */
  readonly cache: string;
  /** What the cache is pruned to, in bytes. */
  readonly cacheLimit?: number;
}

export function s3Source({
  prefix,
  cache: folder,
  cacheLimit = defaultCacheLimit,
  ...place
}: S3SourceOptions): RunSource {
  const cache = { folder, limit: cacheLimit };
  return {
    name: `s3://${[place.bucket, prefix].filter(Boolean).join('/')}`,
    async *days(date) {
      const own = await runIn(place, prefix);
      if (own) return yield [own];
      for await (const day of daysBelow(place, prefix, date)) {
        const runs = await runsOf(place, day);
        if (runs.length > 0) yield runs;
      }
    },
    async startedAt(run) {
      const { files } = await listObjects(place, run.folder, { isFlat: true });
      const folder = await downloadRun(place, cache, {
        folder: run.folder,
        files: files.filter(isSummary),
      });
      return (await readRun({ ...run, folder })).startedAt ?? '';
    },
    async read(run, accountId) {
      const { files } = await listObjects(place, run.folder);
      const chosen = needed(files).filter((file) => isOfAccount(file, accountId));
      const folder = await downloadRun(place, cache, { folder: run.folder, files: chosen });
      return ofAccount(await readRun({ ...run, folder }), accountId);
    },
  };
}

/** Returns the run in a folder, undefined if it is not a run. */
async function runIn(place: BucketReader, folder: string): Promise<FoundRun | undefined> {
  const { files, folders } = await listObjects(place, folder, { isFlat: true });
  const isFinished = files.some(isSummary);
  if (!isFinished && !folders.includes('manifests')) return undefined;
  const [, date = ''] = /(?:^|\/)(\d{4}\/\d\d\/\d\d)\/[^/]+$/.exec(folder) ?? [];
  return { runId: lastOf(folder), date: date.replaceAll('/', '-'), folder, isFinished };
}

/** Latest first, and lazily: the latest run needs no further listing. */
async function* daysBelow(
  place: BucketReader,
  prefix: string,
  date: string | undefined,
): AsyncGenerator<string> {
  const top = `${below(prefix)}inventory`;
  if (date !== undefined) return yield `${top}/${date.replaceAll('-', '/')}`;
  const foldersOf = async (folder: string) =>
    (await listObjects(place, folder, { isFlat: true })).folders.map((name) => `${folder}/${name}`);
  for (const year of await foldersOf(top))
    for (const month of await foldersOf(year)) yield* await foldersOf(month);
}

async function runsOf(place: BucketReader, day: string): Promise<FoundRun[]> {
  const { folders } = await listObjects(place, day, { isFlat: true });
  const runs = await Promise.all(folders.map((name) => runIn(place, `${day}/${name}`)));
  return runs.filter((run) => run !== undefined);
}

/** NDJSON is skipped where the same account has Parquet. */
function needed(files: readonly ListedObject[]): ListedObject[] {
  const keys = new Set(files.map(({ key }) => key));
  return files.filter((file) => {
    const { key } = file;
    if (isSummary(file)) return true;
    if (/\/ndjson\/[^/]+\.ndjson$/.test(key)) return !keys.has(asParquet(key));
    return /\/(manifests\/[^/]+\.json|parquet\/[^/]+\.parquet)$/.test(key);
  });
}

function isOfAccount(file: ListedObject, accountId: string | undefined): boolean {
  return accountId === undefined || isSummary(file) || lastOf(file.key).startsWith(`${accountId}.`);
}

function asParquet(key: string): string {
  return key.replace(/\/ndjson\/([^/]+)\.ndjson$/, '/parquet/$1.parquet');
}

function isSummary({ key }: ListedObject): boolean {
  return lastOf(key) === 'run.json';
}

interface CacheOfRuns {
  readonly folder: string;
  readonly limit: number;
}

interface FilesToFetch {
  readonly folder: string;
  readonly files: readonly ListedObject[];
}

/** Returns a local folder with the same relative paths as below `folder`. */
async function downloadRun(
  place: BucketReader,
  cache: CacheOfRuns,
  { folder, files }: FilesToFetch,
): Promise<string> {
  const objects = objectCache(cache.folder);
  const nameOf = ({ key, etag }: ListedObject) => ({ name: `${place.bucket}/${key}`, etag });
  const set = objects.folderFor(files.map(nameOf));
  const local = pathBelow(set, lastOf(folder), `s3://${place.bucket}/${folder}/`);
  // Before the first file, so that no other process deletes what was downloaded.
  await markUsed(set);
  const one = async (file: ListedObject) => {
    const name = file.key.slice(below(folder).length);
    const path = pathBelow(local, name, `s3://${place.bucket}/${file.key}`);
    await objects.download(nameOf(file), path, (to) => fetchObject(place, file, to));
  };
  const { signal } = place;
  for await (const settled of fanOut(files, one, { concurrency: 8, signal })) {
    if (settled.status === 'failed') throw settled.error;
  }
  signal?.throwIfAborted();
  await pruneCache({ cache: cache.folder, maxBytes: cache.limit, now: Date.now() });
  return local;
}

/** The names of objects come from everybody who may write to the bucket: they are paths below the folder, or refused. */
function pathBelow(folder: string, name: string, object: string): string {
  const isPlain = (segment: string) =>
    segment !== '' && segment !== '.' && segment !== '..' && !/[\\\p{Cc}]/u.test(segment);
  if (name.split('/').every(isPlain)) return join(folder, name);
  throw new FlotillaError(
    'File',
    `cannot read ${JSON.stringify(object)}: its name is not a path below the run; delete the object`,
  );
}
