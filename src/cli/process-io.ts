/** The process itself: its streams, its environment, its signals. */

import { createInterface } from 'node:readline/promises';
import { wallClock } from '../model/clock.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { exitCode } from './exit-code.ts';
import { typedLines } from './interactive/typed-lines.ts';
import type { Io, Output } from './io.ts';

/** A launcher passes signals on that the terminal has sent to us as well: what comes so soon is the same Ctrl-C. */
const sameInterruptMs = 300;
/** Pasted text arrives in pieces: input is pending until none came for so long. */
const pasteGapMs = 250;
/** Ctrl-C in raw mode. */
const interruptCharacter = '\u0003';

export function processIo(): Io {
  const controller = new AbortController();
  listenForSignals(controller);
  const askText = (question: string) => askOnTerminal(question, controller.signal);
  const isAttended = process.stdin.isTTY && process.stderr.isTTY;
  return {
    // Results cannot be delivered any more: the work stops.
    stdout: outputOf(process.stdout, (error) => controller.abort(error)),
    // Messages are lost, the work and its results are not.
    stderr: outputOf(process.stderr, () => {}),
    env: process.env,
    folder: currentFolder(),
    signal: controller.signal,
    clock: wallClock,
    ...(isAttended && {
      ask: async (question: string) => /^\s*y(es)?\s*$/i.test(await askText(question)),
      askText,
    }),
    typedLines,
    onExit: exitActions(),
  };
}

/** Throws a `FlotillaError` when it was deleted meanwhile. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const message = 'the current folder does not exist any more; change to another one';
    throw new FlotillaError('File', message, { cause });
  }
}

/** One listener for all of them: a wide run has a program in every slot. */
function exitActions(): Io['onExit'] {
  const actions = new Set<() => void>();
  process.once('exit', () => {
    for (const action of actions) action();
  });
  return (last) => {
    actions.add(last);
    return () => actions.delete(last);
  };
}

function outputOf(
  stream: NodeJS.WriteStream,
  onError: (error: NodeJS.ErrnoException) => void,
): Output {
  let failure: NodeJS.ErrnoException | undefined;
  // Every later write fails again.
  stream.on('error', (error) => {
    failure ??= error;
    onError(error);
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: () =>
      stream.isTTY ? (columnsFrom(process.env) ?? stream.columns) || 80 : Number.POSITIVE_INFINITY,
    get error() {
      return failure;
    },
    flush: () => new Promise((resolve) => stream.write('', () => setImmediate(resolve))),
  };
}

function columnsFrom({ COLUMNS = '' }: NodeJS.ProcessEnv): number | undefined {
  return /^[1-9]\d{1,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}

/** The first signal asks to stop, the second does not wait. */
function listenForSignals(controller: AbortController): void {
  // While a user's function runs, `process.exit` itself is guarded.
  const { exit } = process;
  const reason = new DOMException('interrupted', 'AbortError');
  let firstAt: number | undefined;
  const interrupt = () => {
    const now = Date.now();
    if (firstAt !== undefined && now - firstAt > sameInterruptMs)
      exit.call(process, exitCode.interrupted);
    firstAt ??= now;
    controller.abort(reason);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
}

/** Ctrl-D, the end of the input, is an empty text. */
async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  await discardPendingInput(signal);
  // Not as a terminal of its own: readline would take Ctrl-C for itself.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    return await Promise.race([lines.question(question, { signal }), ended]);
  } finally {
    lines.close();
  }
}

/** Lines that were typed or pasted before the question was visible do not answer it. */
async function discardPendingInput(signal: AbortSignal): Promise<void> {
  const { stdin, stderr } = process;
  // A line without its end is only handed out in raw mode, where Ctrl-C is text as well.
  stdin.setRawMode(true);
  let discarded = '';
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, pasteGapMs);
    };
    stdin.on('data', function discard(chunk) {
      discarded += String(chunk);
      if (discarded.includes(interruptCharacter) && !signal.aborted)
        process.kill(process.pid, 'SIGINT');
      wait();
    });
    wait();
  });
  stdin.removeAllListeners('data');
  stdin.pause();
  stdin.setRawMode(false);
  const lines = discarded
    .replaceAll(interruptCharacter, '')
    .split(/[\r\n]/)
    .filter((line) => line.trim() !== '').length;
  if (lines > 0)
    stderr.write(
      `discarded ${lines === 1 ? 'a line' : `${lines} lines`} typed before the question\n`,
    );
}
