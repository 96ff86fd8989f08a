/** The source of a file with the mutant of this process, which the environment names. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutants.ts';

type Change = Pick<Mutant, 'file' | 'find' | 'replace'>;

const folder = fileURLToPath(new URL('../src/lifecycle/', import.meta.url));

export const mutantVariable = 'FLOTILLA_MUTANT';

/** Throws when the text is not there exactly once: the list of mutants has to be brought up to date. */
export function mutate({ file, find, replace }: Change): string {
  const source = readFileSync(join(folder, file), 'utf8');
  const times = source.split(find).length - 1;
  if (times === 1) return source.replace(find, () => replace);
  throw new Error(`src/lifecycle/${file} has this ${times} times, not once: ${find}`);
}

/** Undefined for every other file. */
export function mutatedSource(path: string): string | undefined {
  const change = JSON.parse(process.env[mutantVariable] ?? 'null') as Change | null;
  return change && path === join(folder, change.file) ? mutate(change) : undefined;
}
