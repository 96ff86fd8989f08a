/** What a command's run function gets beside its options: output, tally, confirmation, notes, AWS. */

import type { FleetOptions } from '../aws/open-fleet.ts';
import type { CommandDefinition, CommandTable } from './command-definition.ts';
import type { ExitCode } from './exit-code.ts';
import type { Io, Output } from './io.ts';
import { askMfaCode } from './mfa-code.ts';
import { type AwsOptionValues, fleetOptionsFrom } from './options/aws.ts';
import type { OutputFormat } from './options/common.ts';
import {
  createPrinter,
  type DocumentView,
  type Printer,
  printDocument,
  type View,
} from './output/printer.ts';
import { withColor } from './output/style.ts';
import { startProgress } from './progress/progress.ts';
import type { Progress } from './progress/progress-display.ts';
import { createTally, type Tally } from './tally.ts';

/** More targets than this are confirmed by the operator. */
const maxUnconfirmed = 50;

interface ConfirmRequest {
  /** `Run in 116 accounts?` */
  readonly question: string;
  /** How many targets or changes it is about. */
  readonly targets: number;
  /** A line above the question, printed only when it is asked: what would be done and what not. */
  readonly plan?: string;
}

export interface CommandContext {
  /** For commands about commands. */
  readonly table: CommandTable;
  /** For functions that several commands share. Notes on `io.stderr` are not printed with `--quiet`. */
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly format: OutputFormat;
  /** Whether the option of this field was typed, and not configured or exported. */
  isTyped(field: string): boolean;
  /** Prints records, as they come where the format allows it. Call `end` once, also without records. */
  printer<Row extends object>(view: View<Row>): Printer<Row>;
  /** Prints one document. */
  print<Document extends object>(document: Document, view: DocumentView<Document>): void;
  /** One line on stderr; not with `--quiet`. */
  note(text: string): void;
  /** One line on stderr, always. */
  warn(text: string): void;
  /** Text on stderr, always: what a user's own code prints. */
  log(text: string): void;
  /**
   * Starts counting targets, and shows progress. The closing line and the exit code come from the counts. Call it
   * when the first change is about to be made: an interruption before it says that nothing was changed. After an
   * interruption it throws instead of starting.
   */
  startTally(total: number): Tally;
  /**
   * Returns when the operator agrees, or need not be asked. Throws `NotConfirmed` otherwise, which ends the command
   * with exit code 3.
   */
  confirm(request: ConfirmRequest): Promise<void>;
  /** Runs another command line, `['accounts', '--output', 'csv']`. */
  runLine(args: readonly string[], io: Io): Promise<ExitCode>;
  /** How AWS is reached, with the options of the command line. */
  fleetOptions(values: AwsOptionValues): FleetOptions;
}

/** The operator said no, or could not be asked. */
export class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';
}

export interface CommonValues {
  readonly output: OutputFormat;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly verbose: boolean;
  readonly yes: boolean;
}

/** A context, and what the runner needs of it at the end. */
export interface OpenContext {
  readonly context: CommandContext;
  readonly tallies: readonly StartedTally[];
  /** Takes the progress off the terminal. */
  close(): void;
}

export interface ContextSources {
  readonly table: CommandTable;
  readonly runLine: CommandContext['runLine'];
  readonly io: Io;
  /** Fields of the options that were typed, and not configured or exported. */
  readonly typedFields: ReadonlySet<string>;
}

interface StartedTally {
  readonly tally: Tally;
  readonly startedAt: number;
}

export function openContext(
  { confirm: rule }: CommandDefinition,
  { output: format, quiet, color, verbose, yes }: CommonValues,
  { table, runLine, io: surroundings, typedFields }: ContextSources,
): OpenContext {
  const tallies: StartedTally[] = [];
  let progress: Progress | undefined;
  const writeClear = (write: () => void) => (progress ? progress.writeClear(write) : write());
  const io = withOutputs(surroundings, { quiet, verbose, color, writeClear });
  const pause = () => progress?.pause() ?? (() => {});
  const mfaCodeProvider = io.askText && askMfaCode(io.askText, pause);
  const context: CommandContext = {
    table,
    runLine,
    io,
    signal: io.signal,
    format,
    isTyped: (field) => typedFields.has(field),
    printer: (view) => createPrinter(format, view, io),
    print: (document, view) => printDocument(document, { format, view }, io),
    note: (text) => io.stderr.write(`${text}\n`),
    warn: (text) => context.log(`${text}\n`),
    log: (text) => writeClear(() => surroundings.stderr.write(text)),
    startTally(total) {
      io.signal.throwIfAborted();
      progress?.stop();
      const shown = quiet ? undefined : startProgress(total, withColor(surroundings, color));
      progress = shown;
      const tally = createTally(total, {
        onChange({ counts: { done, failed }, total: expected }, note) {
          shown?.update({ done, failed, total: expected, ...(note !== '' && { note }) });
        },
      });
      tallies.push({ tally, startedAt: io.clock.now() });
      return tally;
    },
    async confirm({ question, targets, plan }) {
      const isAsked =
        rule === 'destructive' || (rule === 'many-targets' && targets > maxUnconfirmed);
      if (!isAsked || yes) return;
      if (plan !== undefined) context.warn(plan);
      if (!io.ask) throw new NotConfirmed(`${question} There is no terminal to ask on: add --yes`);
      if (!(await io.ask(`${question} [y/N] `))) throw new NotConfirmed('not confirmed');
    },
    fleetOptions: (values) => ({
      ...(mfaCodeProvider && { mfaCodeProvider }),
      ...fleetOptionsFrom(values, io),
      ...(verbose && { onAttempt: (attempt) => context.warn(attemptLine(attempt)) }),
    }),
  };
  return { context, tallies, close: () => progress?.stop() };
}

type Attempt = Parameters<NonNullable<FleetOptions['onAttempt']>>[0];

/** `aws: iam ListUsers 123456789012 eu-west-1 attempt 2: Throttling, 12 ms`. No parameters: they may be secret. */
function attemptLine({
  service,
  operation,
  accountId,
  region,
  attempt,
  result,
  durationMs,
}: Attempt): string {
  const retry = attempt > 1 ? ` attempt ${attempt}` : '';
  return `aws: ${service} ${operation} ${accountId} ${region}${retry}: ${result}, ${durationMs} ms`;
}

interface OutputSettings extends Pick<CommonValues, 'quiet' | 'verbose' | 'color'> {
  /** Writes without the progress bar in the way. */
  readonly writeClear: (write: () => void) => void;
}

/** Everything that is written keeps clear of the progress bar; notes are dropped when the user wants none. */
function withOutputs(io: Io, { quiet, verbose, color, writeClear }: OutputSettings): Io {
  const clear = (output: Output, isSilent: boolean): Output => ({
    ...output,
    color,
    isTerminal: output.isTerminal && !isSilent,
    write: (text) => (isSilent ? undefined : writeClear(() => output.write(text))),
    get error() {
      return output.error;
    },
  });
  const stderr = clear(io.stderr, quiet);
  // Lines of calls and a line that counts would overwrite each other.
  return {
    ...io,
    stdout: clear(io.stdout, false),
    stderr: verbose ? { ...stderr, isTerminal: false } : stderr,
  };
}
