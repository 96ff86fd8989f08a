/** Reports a missing program once, before anything runs, and not in every account. */

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { Io } from '../../io.ts';

/** Throws a `FlotillaError` when the shell would say `command not found`. */
export function expectProgram(command: string, { env }: Pick<Io, 'env'>): void {
  const places = command.includes('/')
    ? [command]
    : (env.PATH ?? '').split(delimiter).map((folder) => join(folder, command));
  if (places.some(isProgram)) return;
  throw new FlotillaError(
    'InvalidInput',
    `there is no program "${command}" that can be run; check its name and PATH`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
