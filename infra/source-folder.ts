/** The sources of Flotilla: `src` in a clone, and `dist` with compiled files in the package, where this folder is part of it. */

import { extname, join } from 'node:path';

const extension = extname(import.meta.filename);

export const sourceFolder = join(import.meta.dirname, extension === '.ts' ? '../src' : '..');

/** `path`: without extension. */
export function sourceFile(path: string): string {
  return join(sourceFolder, `${path}${extension}`);
}
