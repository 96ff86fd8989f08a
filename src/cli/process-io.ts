/** The world around the process itself: its streams, its environment, its signals. */

import { createInterface } from 'node:readline/promises';
import { wallClock } from '../model/clock.ts';
import { exitCode } from './exit-code.ts';
import { typedLines } from './interactive/typed-lines.ts';
import type { Io, Output } from './io.ts';

/** A launcher passes signals on that the terminal has sent to us as well: what comes so soon is the same Ctrl-C. */
const sameInterruptMs = 300;
const columnsWithoutTerminal = 100;

export function processIo(): Io {
  const signal = interruption();
  const isAttended = process.stdin.isTTY && process.stderr.isTTY;
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    signal,
    clock: wallClock,
    ...(isAttended && { ask: (question: string) => ask(question, signal) }),
    typedLines,
    onExit: lastActs(),
  };
}

/** One listener for all of them: a wide run has a program in every slot. */
function lastActs(): Io['onExit'] {
  const acts = new Set<() => void>();
  process.once('exit', () => {
    for (const act of acts) act();
  });
  return (last) => {
    acts.add(last);
    return () => acts.delete(last);
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: () =>
      stream.isTTY ? stream.columns || columnsWithoutTerminal : columnsWithoutTerminal,
  };
}

/** The first signal asks to stop, the second does not wait for an answer. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const reason = new DOMException('interrupted', 'AbortError');
  let firstAt: number | undefined;
  const interrupt = () => {
    const now = Date.now();
    if (firstAt !== undefined && now - firstAt > sameInterruptMs)
      process.exit(exitCode.interrupted);
    firstAt ??= now;
    controller.abort(reason);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  // Whoever read our results has left (`| head`): there is nobody to work for. Every later write says so again.
  process.stdout.on('error', () => controller.abort(reason));
  return controller.signal;
}

/** Ctrl-D, the end of the input, is no yes. */
async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  // Not as a terminal of its own: readline would take Ctrl-C for itself.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(question, { signal }), ended]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
