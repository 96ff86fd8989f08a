/** A lock beside a file, so that two runs cannot write it at the same time. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { FlotillaError } from '../model/flotilla-error.ts';

export interface FileLock {
  release(): Promise<void>;
}

/**
 * Creates `<path>.lock` with this process's id. Throws a `FlotillaError` when a running process has it; the lock of a
 * process that ended is taken over.
 */
export async function lockFile(path: string): Promise<FileLock> {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      await writeFile(lock, `${process.pid}\n`, { flag: 'wx' });
      return { release: () => rm(lock, { force: true }) };
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'EEXIST') {
        throw new FlotillaError('File', `cannot write ${path}: ${code}; check the path`, { cause });
      }
      await takeOver(lock, path);
    }
  }
}

async function takeOver(lock: string, path: string): Promise<void> {
  const owner = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10);
  if (isRunning(owner)) {
    const message = `${path} is in use by another run (process ${owner}); wait for it, or choose another file`;
    throw new FlotillaError('Conflict', message);
  }
  await rm(lock, { force: true });
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
