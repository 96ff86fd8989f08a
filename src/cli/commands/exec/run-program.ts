/** Runs one program to its end, in a process group of its own so that it can be stopped with all that it started. */

import { type ChildProcess, spawn } from 'node:child_process';
import { type Captured, capture } from './captured.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Folder that it starts in. Default: ours. */
  readonly cwd?: string;
  /** Called with what it writes, on both streams, as it comes. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Ends the group: SIGTERM, and SIGKILL for what is still there two seconds later. */
  readonly signal: AbortSignal;
  /** Ends it at once if our own process is ended; see `Io`. */
  readonly onExit: (last: () => void) => () => void;
}

export interface ProgramEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly stdout: Captured;
  readonly stderr: Captured;
}

const killAfterMs = 2_000;

/** Rejects when the program cannot be started. */
export async function runProgram(program: Program): Promise<ProgramEnd> {
  const { command, args, env, cwd, signal, onExit, onOutput } = program;
  signal.throwIfAborted();
  // A group of its own also keeps the terminal's Ctrl-C away: we decide who is stopped, and wait for it.
  const child = spawn(command, args, {
    env,
    ...(cwd !== undefined && { cwd }),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = closed(child);
  // Without file descriptors there are no streams, and `ended` rejects with EMFILE.
  if (!child.stdout || !child.stderr) return await ended.then(() => Promise.reject(noStreams()));
  const [stdout, stderr] = [capture(child.stdout), capture(child.stderr)];
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream.on('data', onOutput);
  const forget = onExit(() => signalGroup(child, 'SIGKILL'));
  const stopWatching = stopOnAbort(child, signal);
  try {
    const { exitCode, endedBy } = await ended;
    return { exitCode, endedBy, stdout: stdout(), stderr: stderr() };
  } finally {
    stopWatching();
    forget();
  }
}

function noStreams(): Error {
  return new Error('the program was started without its output streams');
}

/** Once the streams are closed too: until then a process of the group may still write. */
function closed(child: ChildProcess): Promise<Pick<ProgramEnd, 'exitCode' | 'endedBy'>> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, endedBy) => resolve({ exitCode, endedBy }));
  });
}

function stopOnAbort(child: ChildProcess, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    signalGroup(child, 'SIGTERM');
    timer = setTimeout(() => signalGroup(child, 'SIGKILL'), killAfterMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  return () => {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
  };
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // The group has ended already.
  }
}
