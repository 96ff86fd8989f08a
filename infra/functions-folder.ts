/** The bundled functions. They are bundled again when a source is newer. */

import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from './bundle-functions.ts';
import { sourceFolder } from './source-folder.ts';

export const bundlesFolder = join(import.meta.dirname, 'lambda.out');

/** `bundled`: a folder that was bundled before. */
export async function functionsFolder(bundled: unknown): Promise<string> {
  if (typeof bundled === 'string') return bundled;
  if (isStale()) await bundleFunctions(bundlesFolder);
  return bundlesFolder;
}

function isStale(): boolean {
  const [bundle] = globSync('*/index.mjs', { cwd: bundlesFolder });
  if (bundle === undefined) return true;
  const bundledAt = changedAt(join(bundlesFolder, bundle));
  const sources = globSync('**/*.{ts,js,json}', { cwd: sourceFolder, exclude: ['infra/**'] });
  return (
    changedAt(join(import.meta.dirname, 'package.json')) > bundledAt ||
    sources.some((path) => changedAt(join(sourceFolder, path)) > bundledAt)
  );
}

function changedAt(path: string): number {
  return statSync(path).mtimeMs;
}
