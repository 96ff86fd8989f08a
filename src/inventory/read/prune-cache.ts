/**
 * Keeps the cache of downloaded objects below a limit: the runs that were used least recently are deleted, and then the
 * objects that no run is linked to. What a living process uses stays, even above the limit.
 */

import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

export const defaultCacheLimit = 10 * 2 ** 30;

/** A process of another machine cannot be asked whether it lives. */
const maxUseMs = 24 * 60 * 60 * 1000;

/** Marks a run of the cache as used by this process. */
export async function markUsed(run: string): Promise<void> {
  await mkdir(usesOf(run), { recursive: true });
  await writeFile(join(usesOf(run), `${process.pid}@${hostname()}`), '');
  const now = new Date();
  await utimes(usesOf(run), now, now);
}

function usesOf(run: string): string {
  return `${run}.used`;
}

export interface CacheToPrune {
  readonly cache: string;
  readonly maxBytes: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function pruneCache({ cache, maxBytes, now }: CacheToPrune): Promise<void> {
  const objects = await filesBelow(join(cache, 'objects'));
  const runs = await cachedRuns(join(cache, 'runs'));
  let bytes = sizeOf(objects) + runs.reduce((sum, run) => sum + run.ownBytes, 0);
  if (bytes <= maxBytes) return;
  for (const run of runs.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (bytes <= maxBytes) return;
    if (await isInUse(run.path, now)) continue;
    await rm(run.path, { recursive: true, force: true });
    await rm(usesOf(run.path), { recursive: true, force: true });
    bytes -= run.ownBytes + (await removeUnlinked(objects, now));
  }
  if (bytes > maxBytes) await removeUnlinked(objects, now);
}

interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  /** Whether it is the only link to its content. */
  readonly isAlone: boolean;
}

interface CachedRun {
  readonly path: string;
  readonly usedMs: number;
  /** Of copies, on file systems without links. */
  readonly ownBytes: number;
}

async function cachedRuns(folder: string): Promise<readonly CachedRun[]> {
  const names = (await namesIn(folder)).filter((name) => !name.endsWith('.used'));
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const own = (await filesBelow(path)).filter(({ isAlone }) => isAlone);
      return { path, usedMs: await usedAt(path), ownBytes: sizeOf(own) };
    }),
  );
}

/** Caches of older versions have no marks. */
async function usedAt(run: string): Promise<number> {
  const found = await stat(usesOf(run)).catch(() => stat(run).catch(() => undefined));
  return found?.mtimeMs ?? 0;
}

async function isInUse(run: string, now: number): Promise<boolean> {
  const uses = await namesIn(usesOf(run));
  const used = await usedAt(run);
  return uses.some((name) => {
    const [pid = '', host] = name.split('@');
    return host === hostname() ? isAlive(Number(pid)) : now - used < maxUseMs;
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It lives, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Returns the bytes that were freed. */
async function removeUnlinked(objects: readonly CachedFile[], now: number): Promise<number> {
  let bytes = 0;
  for (const { path } of objects) {
    const found = await stat(path).catch(() => undefined);
    if (!found || found.nlink > 1 || now - found.mtimeMs < graceMs) continue;
    await rm(path, { force: true });
    bytes += found.size;
  }
  return bytes;
}

/** Another process may have downloaded it, and not linked it yet. */
const graceMs = 60 * 60 * 1000;

function sizeOf(files: readonly CachedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function filesBelow(folder: string): Promise<readonly CachedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const found = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const about = await stat(path).catch(() => undefined);
      return about && { path, bytes: about.size, isAlone: about.nlink === 1 };
    }),
  );
  return found.filter((file) => file !== undefined);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}
