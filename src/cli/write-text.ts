/** Files that the command line names, to be written. */

import { writeFileSync } from 'node:fs';
import { FlotillaError } from '../model/flotilla-error.ts';

/** Throws a `FlotillaError` that names the option and the file. */
export function writeText(flag: string, path: string, text: string, advice = 'check the path') {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `${flag}: cannot write "${path}" (${code ?? message}); ${advice}`,
      {
        cause,
      },
    );
  }
}
