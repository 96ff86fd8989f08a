/** A folder with the reports below the keys that they have in the bucket. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { ReportStore } from './report-store.ts';

export function folderReportStore(folder: string): ReportStore {
  return {
    name: folder,
    async put({ key, body }) {
      const path = join(folder, key);
      const draft = `${path}.part`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(draft, body);
        await rename(draft, path);
      } catch (cause) {
        throw unusable(path, cause);
      }
    },
    async read(key) {
      try {
        return await readFile(join(folder, key), 'utf8');
      } catch (cause) {
        if (codeOf(cause) === 'ENOENT') return undefined;
        throw unusable(join(folder, key), cause);
      }
    },
  };
}

function unusable(path: string, cause: unknown): FlotillaError {
  return new FlotillaError('File', `cannot use "${path}" (${codeOf(cause)})`, { cause });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
