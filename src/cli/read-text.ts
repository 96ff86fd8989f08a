/** Files that the command line names. */

import { readFileSync } from 'node:fs';
import { FlotillaError } from '../model/flotilla-error.ts';

/** Throws a `FlotillaError` that names the option and the file. */
export function readText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `${flag}: cannot read "${path}" (${code ?? message}); check the path`,
      { cause },
    );
  }
}
