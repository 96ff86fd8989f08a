/** A file under a temporary name, which no reader uses yet. */

import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlotillaError } from '../../model/flotilla-error.ts';

export interface OpenFile {
  readonly file: string;
  write(text: string): Promise<void>;
  /** Nothing can be written after it. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** Waits for slow disks. A full disk, or any other error, is a `FlotillaError`. */
export async function openFile(file: string): Promise<OpenFile> {
  await mkdir(dirname(file), { recursive: true }).catch(cannotWrite(file));
  const stream = createWriteStream(file);
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure ??= error;
  });
  // Not `once` of node:events, which throws the stream's error: it is reported below, with our message.
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  const throwFailure = () => {
    if (failure) cannotWrite(file)(failure);
  };
  return {
    file,
    async write(text) {
      throwFailure();
      await new Promise<void>((resolve) => {
        // Many writers wait in parallel: a listener each would exceed the stream's limit.
        const isTaken = stream.write(text, (error) => {
          failure ??= error ?? undefined;
          resolve();
        });
        if (isTaken) resolve();
      });
      throwFailure();
    },
    async close() {
      if (!stream.writableEnded) stream.end();
      await closed;
      throwFailure();
    },
    async remove() {
      stream.destroy();
      // Removing a file that is still being opened would create it again.
      await closed;
      await rm(file, { force: true });
    },
  };
}

export function cannotWrite(file: string) {
  return (cause: NodeJS.ErrnoException): never => {
    const why = cause.code === 'ENOSPC' ? 'the disk is full' : (cause.code ?? cause.message);
    throw new FlotillaError(
      'File',
      `cannot write ${file}: ${why}; what was finished before is intact`,
      { cause },
    );
  };
}
