/** The bundled functions. They are bundled again when a source is newer. */

import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../scripts/bundle-functions.ts';

const root = join(import.meta.dirname, '..');

/** `bundled`: a folder that was bundled before. */
export async function functionsFolder(bundled: unknown): Promise<string> {
  if (typeof bundled === 'string') return bundled;
  const folder = join(root, 'lambda.out');
  if (isStale(folder)) await bundleFunctions(folder);
  return folder;
}

function isStale(folder: string): boolean {
  const [bundle] = globSync('*/index.mjs', { cwd: folder });
  if (bundle === undefined) return true;
  const bundledAt = changedAt(join(folder, bundle));
  const sources = globSync(
    ['src/**/*.{ts,json}', 'scripts/bundle-functions.ts', 'package-lock.json'],
    {
      cwd: root,
    },
  );
  return sources.some((path) => changedAt(join(root, path)) > bundledAt);
}

function changedAt(path: string): number {
  return statSync(path).mtimeMs;
}
