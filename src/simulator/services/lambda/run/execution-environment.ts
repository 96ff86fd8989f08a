/** An execution environment: one process that runs one function, one invocation at a time. */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { InvocationMessage, RuntimeError, RuntimeMessage } from './messages.ts';

export interface EnvironmentOptions {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** The simulated time. */
  readonly now: number;
}

interface ProcessLogEvent {
  readonly at: number;
  readonly text: string;
}

export type ProcessOutcome = {
  readonly events: readonly ProcessLogEvent[];
  /** Of the invocation, in real time. */
  readonly durationMs: number;
  /** Of the start of the process; undefined when it was warm. */
  readonly initMs: number | undefined;
  readonly maxMemoryMb: number;
} & (
  | { readonly status: 'done'; readonly payload: string }
  | { readonly status: 'failed'; readonly error: RuntimeError }
  | { readonly status: 'timed-out' }
  | { readonly status: 'exited'; readonly how: string }
);

export interface ExecutionEnvironment {
  /** Ends with every process; a dead one is not used again. */
  isAlive(): boolean;
  invoke(message: InvocationMessage): Promise<ProcessOutcome>;
  kill(): void;
}

/** In a clone the sources run as they are; in the package they are compiled. */
const runtimeFile = join(import.meta.dirname, `runtime${extname(import.meta.filename)}`);

/** The process itself and its libraries need some of the memory. */
const heapShare = 0.9;

/** A function that waits for its first invocation longer than this never starts. */
const maxInitMs = 60_000;

export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const child = startProcess(options);
  const state = watchProcess(child, () => options.now);
  const startedAt = performance.now();
  let isWarm = false;
  return {
    isAlive: () => state.exit === undefined,
    kill: () => kill(child, state),
    invoke: async (message) => {
      hold(child, true);
      const invocation = beginInvocation(state, message.startsAt);
      const ready = await withDeadline(state.ready, isWarm ? 0 : maxInitMs);
      const initMs = isWarm ? undefined : performance.now() - startedAt;
      isWarm = true;
      const invokedAt = performance.now();
      if (ready === 'ready') write(child, message);
      const ended = ready ? await withDeadline(invocation.ended, message.timeoutMs) : undefined;
      if (ended === undefined) kill(child, state);
      // Output that was printed before the result may still be in its pipe.
      await turns();
      const common = {
        events: invocation.events.splice(0),
        durationMs: performance.now() - invokedAt,
        initMs,
        maxMemoryMb: Math.ceil(state.maxRssKb / 1024),
      };
      state.current = undefined;
      hold(child, false);
      return { ...common, ...(ended ?? { status: 'timed-out' }) };
    },
  };
}

type EndOfInvocation =
  | { readonly status: 'done'; readonly payload: string }
  | { readonly status: 'failed'; readonly error: RuntimeError }
  | { readonly status: 'exited'; readonly how: string };

interface CurrentInvocation {
  readonly events: ProcessLogEvent[];
  readonly ended: Promise<EndOfInvocation>;
  readonly end: (how: EndOfInvocation) => void;
  readonly now: () => number;
}

interface ProcessState {
  /** `ready`, or `ended` when the process ended before. */
  readonly ready: Promise<'ready' | 'ended'>;
  current: CurrentInvocation | undefined;
  /** Before the first invocation: what the code printed when it was loaded. */
  readonly early: ProcessLogEvent[];
  /** The failure of the code when it was loaded. */
  earlyEnd: EndOfInvocation | undefined;
  exit: string | undefined;
  maxRssKb: number;
}

function startProcess({ folder, variables, memoryMb, now }: EnvironmentOptions): ChildProcess {
  const heapMb = Math.floor(memoryMb * heapShare);
  return spawn(process.execPath, [`--max-old-space-size=${heapMb}`, runtimeFile, String(now)], {
    cwd: folder,
    env: variables,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
}

function watchProcess(child: ChildProcess, startTime: () => number): ProcessState {
  const ready = Promise.withResolvers<'ready' | 'ended'>();
  const state: ProcessState = {
    ready: ready.promise,
    current: undefined,
    early: [],
    earlyEnd: undefined,
    exit: undefined,
    maxRssKb: 0,
  };
  const log = (event: ProcessLogEvent) => (state.current?.events ?? state.early).push(event);
  const end = (how: EndOfInvocation) => {
    if (state.current) state.current.end(how);
    else state.earlyEnd ??= how;
  };
  const print = (text: string) => log({ at: state.current?.now() ?? startTime(), text });
  const take = (message: RuntimeMessage) => {
    if (message.type === 'ready') ready.resolve('ready');
    else if (message.type === 'log') log(message);
    else {
      state.maxRssKb = message.maxRssKb;
      if (message.type === 'result') end({ status: 'done', payload: message.payload });
      else {
        if (message.error.isFatal) state.exit ??= 'after a failure';
        end({ status: 'failed', error: message.error });
      }
    }
  };
  linesOf(child.stdio[4]).on('line', (line) => take(JSON.parse(line) as RuntimeMessage));
  for (const stream of [child.stdout, child.stderr]) linesOf(stream).on('line', print);
  // Writing to a dead process fails; its exit says more.
  (child.stdio[3] as Socket).resume().on('error', () => {});
  const die = (how: string) => {
    state.exit ??= how;
    // The last lines of its pipes come first.
    void turns().then(() => {
      end({ status: 'exited', how });
      ready.resolve('ended');
    });
  };
  child.on('error', (error) => die(`error: ${error.message}`));
  child.on('close', (code, signal) => die(exitText(code, signal)));
  return state;
}

function exitText(code: number | null, signal: string | null): string {
  if (signal !== null) return `with error: signal: ${signalNames[signal] ?? signal}`;
  return code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
}

const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

function beginInvocation(state: ProcessState, startsAt: number): CurrentInvocation {
  const { promise, resolve } = Promise.withResolvers<EndOfInvocation>();
  const realStart = performance.now();
  const current = {
    events: state.early.splice(0),
    ended: promise,
    end: resolve,
    now: () => startsAt + Math.floor(performance.now() - realStart),
  };
  state.current = current;
  if (state.earlyEnd) current.end(state.earlyEnd);
  else if (state.exit !== undefined) current.end({ status: 'exited', how: state.exit });
  return current;
}

function write(child: ChildProcess, message: InvocationMessage): void {
  (child.stdio[3] as Socket).write(`${JSON.stringify(message)}\n`);
}

function linesOf(stream: unknown) {
  return createInterface({ input: stream as Readable });
}

/** Undefined when the deadline passes first. 0: no deadline. */
async function withDeadline<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === 0) return promise;
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function turns(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
}

function kill({ pid }: ChildProcess, state: ProcessState): void {
  state.exit ??= 'with error: signal: killed';
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** An idle process must not keep the host's process alive; it ends by itself when its pipes close. */
function hold(child: ChildProcess, isBusy: boolean): void {
  if (isBusy) child.ref();
  else child.unref();
  for (const stream of child.stdio) {
    const handle = stream as { ref?: () => void; unref?: () => void } | null | undefined;
    if (isBusy) handle?.ref?.();
    else handle?.unref?.();
  }
}
