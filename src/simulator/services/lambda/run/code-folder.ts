/** The unpacked code of functions: one folder per archive, which the processes of a function share and only read. */

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readZip } from '../../../../zip/read-zip.ts';
import type { FunctionCode } from '../lambda-function.ts';

/** The maximum on Lambda, unpacked. */
export const maxUnpackedBytes = 262_144_000;

export interface CodeFolders {
  /** An empty folder, the home of all processes. */
  home(): string;
  folderOf(code: FunctionCode): string;
  remove(): void;
}

export function createCodeFolders(): CodeFolders {
  const known = new Map<string, string>();
  let root: string | undefined;
  const remove = () => {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
    root = undefined;
    known.clear();
  };
  const open = () => {
    if (root !== undefined) return root;
    root = mkdtempSync(join(tmpdir(), 'flotilla-lambda-'));
    // Packages of folders above are none of the code's.
    writeFileSync(join(root, 'package.json'), '{}');
    mkdirSync(join(root, 'home'));
    process.once('exit', remove);
    return root;
  };
  return {
    home: () => join(open(), 'home'),
    folderOf: (code) => {
      const { sha256, archive } = code;
      const found = known.get(sha256);
      if (found !== undefined) return found;
      const folder = join(open(), `code-${known.size + 1}`);
      unpack(archive, folder);
      known.set(sha256, folder);
      return folder;
    },
    remove: () => {
      process.off('exit', remove);
      remove();
    },
  };
}

function unpack(archive: Uint8Array, folder: string): void {
  mkdirSync(folder);
  for (const { path, content, isExecutable } of readZip(archive, maxUnpackedBytes)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (isExecutable) chmodSync(file, 0o755);
  }
}
