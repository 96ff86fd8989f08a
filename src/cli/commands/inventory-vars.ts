/** `flotilla inventory vars`: the file of variables that the Kubernetes manifests are filled from. */

import { writeFileSync } from 'node:fs';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { Given } from '../options/option.ts';
import { flagValues } from '../options/variables.ts';
import { readVariables, type VariableName, variables } from '../variables/variables.ts';

export interface VarsGiven extends Given {
  /** `-` for stdout. */
  readonly out: string;
}

export function inventoryVars(given: VarsGiven, io: Io): ExitCode {
  const names = Object.keys(variables) as VariableName[];
  const values = readVariables(names, { flags: flagValues(given), env: io.env });
  const text = names.map((name) => `${name}=${values[name]}\n`).join('');
  if (given.out === '-') {
    io.stdout.write(text);
    return exitCode.done;
  }
  write(given.out, text);
  io.stdout.write(`${given.out}\n`);
  return exitCode.done;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `--out: cannot write "${file}" (${code ?? message}); run it where the folder kubernetes is, or name another file`,
      { cause },
    );
  }
}
