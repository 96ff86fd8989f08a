/** A store in a local folder. */

import { access, constants, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cannotWrite, openFile } from './local-draft.ts';
import type { InventoryStore } from './store.ts';

export function localStore(folder: string): InventoryStore {
  return {
    name: folder,
    async check() {
      await mkdir(folder, { recursive: true }).catch(cannotWrite(folder));
      await access(folder, constants.W_OK).catch(cannotWrite(folder));
    },
    async create(path) {
      const final = join(folder, path);
      const { file, write, close, remove } = await openFile(`${final}.part`);
      return {
        file,
        write,
        flush: close,
        discard: remove,
        async finish() {
          await close();
          await mkdir(dirname(final), { recursive: true });
          await rename(file, final).catch(cannotWrite(final));
        },
      };
    },
    read: (path) => readFile(join(folder, path), 'utf8').catch(() => undefined),
    list: (path) => readdir(join(folder, path)).catch(() => []),
  };
}
