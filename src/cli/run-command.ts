/** Runs one command: reads its options, and reports the result in a closing line and an exit code. */

import {
  type CommonValues,
  type ContextSources,
  NotConfirmed,
  type OpenContext,
  openContext,
} from './command-context.ts';
import type { CommandDefinition } from './command-definition.ts';
import type { CommandEntry, CommandResult, RunOf } from './define-command.ts';
import { errorLine } from './error-line.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { commonOptions, yesOptions } from './options/common.ts';
import { changed, type OptionShape } from './options/option.ts';
import { readOptions, type UnreadOptions } from './options/read-options.ts';
import { styleFor, withColor } from './output/style.ts';
import { unwritable } from './output/unwritable.ts';
import { writeError } from './output/write-error.ts';
import { isComplete, tallyText } from './tally.ts';

/** Every option that the command takes. */
export function optionsOf({ options, confirm, output }: CommandDefinition): OptionShape {
  const { output: outputOption, ...others } = commonOptions;
  return {
    ...options,
    ...(confirm && yesOptions),
    ...(output.kind !== 'text' && { output: outputOption }),
    ...others,
  };
}

/** Every positional argument, named without dashes in messages. */
export function argumentsOf({ arguments: words }: CommandDefinition): OptionShape {
  const named = Object.entries(words).map(([field, schema]) => [
    field,
    changed(schema, { flag: field }),
  ]);
  return Object.fromEntries(named);
}

export interface Invocation extends ContextSources {
  /** What was typed, configured or exported. */
  readonly typed: UnreadOptions;
}

/** Throws a `FlotillaError` for options that are not valid; anything later ends in the exit code. */
export async function runCommand(
  { load }: CommandEntry,
  command: CommandDefinition,
  { typed, ...sources }: Invocation,
): Promise<ExitCode> {
  const values = readOptions({ ...argumentsOf(command), ...optionsOf(command) }, typed);
  const common = { output: 'table', yes: false, ...values } as unknown as CommonValues;
  const open = openContext(command, common, sources);
  const io = withColor(sources.io, common.color);
  const ending = await settle(await load(), values, open);
  await io.stdout.flush();
  const code = conclude(command, { ...ending, open, io });
  await io.stderr.flush();
  return code;
}

interface Ending {
  readonly result: CommandResult;
  readonly error?: unknown;
}

async function settle(
  run: RunOf<CommandDefinition>,
  values: Readonly<Record<string, unknown>>,
  { context, close }: OpenContext,
): Promise<Ending> {
  try {
    return { result: (await run(values, context)) ?? {} };
  } catch (error) {
    return { result: {}, error };
  } finally {
    close();
  }
}

interface Conclusion extends Ending {
  readonly open: OpenContext;
  readonly io: Io;
}

/** Writes the closing lines. */
function conclude(command: CommandDefinition, conclusion: Conclusion): ExitCode {
  const { io, error } = conclusion;
  if (error instanceof NotConfirmed) return refuse(error, io);
  const broken = io.stdout.error;
  if (broken && broken.code !== 'EPIPE') return failToPrint(conclusion, broken);
  if (io.signal.aborted && !command.endsByInterrupt) return concludeInterrupted(conclusion);
  writeSummary(conclusion, '');
  if (error !== undefined) {
    writeError(errorLine(error), io);
    return exitCode.couldNotRun;
  }
  return codeFrom(conclusion);
}

function refuse({ message }: NotConfirmed, io: Io): ExitCode {
  writeError(`${message}; nothing was changed`, io);
  return exitCode.refused;
}

/** A full disk, for example: reports what was done, and that its results were lost. */
function failToPrint(conclusion: Conclusion, error: NodeJS.ErrnoException): ExitCode {
  writeSummary(conclusion, 'stopped: ');
  writeError(unwritable(error), conclusion.io);
  return exitCode.couldNotRun;
}

/** Ctrl-C; or the reader of stdout left, which does not fail a command that only reads. */
function concludeInterrupted(conclusion: Conclusion): ExitCode {
  const { io, open, error } = conclusion;
  const hasReaderLeft = io.stdout.error !== undefined && io.signal.reason === io.stdout.error;
  const hasBegun = open.tallies.length > 0;
  if (hasReaderLeft && !hasBegun) return exitCode.done;
  const why = hasReaderLeft ? 'the reader of stdout left' : 'interrupted';
  const isSummarized = hasBegun || conclusion.result.summary !== undefined;
  if (isSummarized) writeSummary(conclusion, `${why}: `);
  else writeError(`${why} before anything was changed`, io);
  if (error !== undefined && !isAbort(error, io)) writeError(errorLine(error), io);
  return exitCode.interrupted;
}

/** A cancelled operation throws an AbortError, the reason itself, or an error that has one of them as its cause. */
function isAbort(error: unknown, { signal }: Io): boolean {
  if (error === signal.reason) return true;
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'AbortError' ||
    (error.cause !== undefined && isAbort(error.cause, { signal } as Io))
  );
}

function writeSummary({ result, open, io }: Conclusion, prefix: string): void {
  const now = io.clock.now();
  const { io: styled } = open.context;
  const style = styleFor(styled.stderr, styled);
  const parts = open.tallies.map(({ tally, startedAt }) =>
    tallyText(tally.counts, now - startedAt, style),
  );
  const reason = open.tallies.map(({ tally }) => tally.reason).find((text) => text !== undefined);
  const early = prefix === '' && reason !== undefined ? `stopped, ${reason}: ` : prefix;
  const text = [...parts, ...(result.summary === undefined ? [] : [result.summary])].join('; ');
  if (text !== '') open.context.io.stderr.write(`${early}${text}\n`);
  if (result.hint !== undefined) open.context.io.stderr.write(`${result.hint}\n`);
}

function codeFrom({ result, open }: Conclusion): ExitCode {
  if (result.code !== undefined) return result.code;
  const areComplete = open.tallies.every(({ tally }) => isComplete(tally.counts));
  return areComplete ? exitCode.done : exitCode.someFailed;
}
