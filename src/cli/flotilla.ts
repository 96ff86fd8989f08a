/** From arguments to an exit code: what the process does, and what tests call in its place. */

import { CommanderError } from 'commander';
import { commandTable } from './command-table.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { printable } from './output/text.ts';
import { unwritable } from './output/unwritable.ts';
import { writeError } from './output/write-error.ts';
import { createProgram } from './program.ts';
import type { Dispatch } from './program-command.ts';

/** `args` without the program's own name. Never throws. */
export async function flotilla(args: readonly string[], io: Io): Promise<ExitCode> {
  const code = await parse(args, io);
  await io.stdout.flush();
  const { error } = io.stdout;
  // Whatever was printed after the command itself had ended, or without one: a help text.
  if (!error || error.code === 'EPIPE' || code !== exitCode.done) return code;
  writeError(unwritable(error), io);
  return exitCode.couldNotRun;
}

async function parse(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const table = commandTable;
  const dispatch: Dispatch = async (entry, command, typed) => {
    const [{ runCommand }, { withDefaults }] = await Promise.all([
      import('./run-command.ts'),
      import('./config/with-defaults.ts'),
    ]);
    const typedOrDefault = await withDefaults(entry, command, { table, typed, io });
    code = await runCommand(entry, command, {
      table,
      typed: typedOrDefault,
      typedFields: new Set(Object.keys(typed)),
      io,
      runLine: flotilla,
    });
  };
  const program = createProgram({ table, io, dispatch });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usageError(error, io);
    const { errorLine } = await import('./error-line.ts');
    writeError(errorLine(error), io);
    return exitCode.couldNotRun;
  }
}

/** Requested help and version come this way too, and have been printed. */
function usageError({ exitCode: code, code: reason, message }: CommanderError, io: Io): ExitCode {
  if (code === 0) return exitCode.done;
  if (reason !== 'commander.help') writeError(usageLine(message), io);
  return exitCode.couldNotRun;
}

function usageLine(message: string): string {
  return printable(message)
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (one of )?(.*)\?\)/, '; did you mean $2?')
    .replaceAll('\n', ' ');
}
