/**
 * A cache of downloaded objects in a local folder. The file name contains the bucket, the key and the ETag, so a file
 * never changes: a changed object is another file.
 */

import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cannotWrite } from '../store/local-draft.ts';

interface CachedObject {
  /** `bucket/key`. */
  readonly name: string;
  readonly etag: string;
}

export interface ObjectCache {
  /** Returns a folder for this set of objects. */
  folderFor(objects: readonly CachedObject[]): string;
  /** Puts the object at `path`. `fetch` fills a file, and is called only if the object is not cached. */
  download(
    object: CachedObject,
    path: string,
    fetch: (file: string) => Promise<void>,
  ): Promise<void>;
}

export function objectCache(folder: string): ObjectCache {
  return {
    folderFor: (objects) => join(folder, 'runs', digestOf(objects)),
    async download(object, path, fetch) {
      const digest = digestOf([object]);
      const kept = join(folder, 'objects', digest.slice(0, 2), digest);
      if (!existsSync(kept)) await writeAtomically(kept, fetch);
      if (existsSync(path)) return;
      try {
        await writeAtomically(path, (file) => linkOrCopy(kept, file));
      } catch (error) {
        // Another process has pruned it in between.
        if (existsSync(kept)) throw error;
        await writeAtomically(path, fetch);
      }
    },
  };
}

function digestOf(objects: readonly CachedObject[]): string {
  const named = objects.map(({ name, etag }) => `${name} ${etag}`).sort();
  return createHash('sha256').update(named.join('\n')).digest('hex').slice(0, 40);
}

/** Written under a temporary name and renamed when complete; concurrent writers do no harm. */
async function writeAtomically(path: string, fill: (file: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true }).catch(cannotWrite(dirname(path)));
    await fill(draft);
    await rename(draft, path).catch(cannotWrite(path));
  } finally {
    await rm(draft, { force: true });
  }
}

/** Not every file system has links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() =>
    copyFile(from, to, constants.COPYFILE_EXCL).catch(cannotWrite(to)),
  );
}
