/** From arguments to an exit code: what the process does, and what tests call in its place. */

import { type ExitCode, exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** `args` without the program's own name. Never throws. */
export async function flotilla(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  try {
    const program = createProgram(io, (ended) => {
      code = ended;
    });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return reportError(error, io);
  }
}
