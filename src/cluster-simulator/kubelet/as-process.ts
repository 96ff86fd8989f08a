/**
 * Runs containers as real processes of this machine. There is no separate root folder: the path of a mount in a
 * command, an argument or a variable is replaced by the path of the mounted folder, and the path of the termination
 * message by that of its file. A container does not see folders that it does not mount. Variables come from the pod
 * and from `environment` alone. Users, read-only root folders, capabilities, limits and network policies are not
 * simulated: they are those of this machine.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { ContainerEnd, Containers, PreparedContainer, StopSignals } from './containers.ts';

export interface ProcessOptions {
  /** The entry point of each image; a `command` of the pod replaces it. Other images cannot be pulled. */
  readonly images: Readonly<Record<string, readonly string[]>>;
  /**
   * Variables that the node gives each container: PATH, HOME, the endpoint of a simulated organization. The pod's own
   * win.
   */
  readonly environment?: Readonly<Record<string, string>>;
}

export function asProcess({ images, environment = {} }: ProcessOptions): Containers {
  const children = new Set<ChildProcess>();
  return {
    hasImage: (image) => image in images,
    run: (container, signals) =>
      run(container, signals, { entryPoint: images[container.image] ?? [], environment, children }),
    stop: async () => {
      for (const child of children) signalGroup(child, 'SIGKILL');
    },
  };
}

interface ProcessContext {
  readonly entryPoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly children: Set<ChildProcess>;
}

function run(
  container: PreparedContainer,
  signals: StopSignals,
  { entryPoint, environment, children }: ProcessContext,
): Promise<ContainerEnd> {
  const localize = localizer(container);
  const [file = '', ...args] = [...(container.command ?? entryPoint), ...container.args];
  const all = Object.entries({ ...environment, ...container.env });
  const env = Object.fromEntries(all.map(([name, value]) => [name, localize(value)]));
  const cwd = container.workingDir === undefined ? '' : localize(container.workingDir);
  const child = spawn(localize(file), args.map(localize), {
    env,
    // A working folder of the image does not exist here.
    cwd: cwd !== '' && cwd !== container.workingDir ? cwd : ownFolder(container),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  return ended(child, container, signals).finally(() => children.delete(child));
}

function ended(
  child: ChildProcess,
  container: PreparedContainer,
  { terminate, kill }: StopSignals,
): Promise<ContainerEnd> {
  child.stdout?.setEncoding('utf8').on('data', container.print);
  child.stderr?.setEncoding('utf8').on('data', container.print);
  const onTerminate = () => signalGroup(child, 'SIGTERM');
  const onKill = () => signalGroup(child, 'SIGKILL');
  terminate.addEventListener('abort', onTerminate, { once: true });
  kill.addEventListener('abort', onKill, { once: true });
  if (terminate.aborted) onTerminate();
  return new Promise<ContainerEnd>((resolve) => {
    child.once('error', (error) =>
      resolve({ exitCode: 128, reason: 'StartError', message: error.message }),
    );
    child.once('close', (code, signal) => resolve({ exitCode: code ?? statusOf(signal) }));
    // Processes left in its group end with it, and with them its output.
    child.once('exit', () => signalGroup(child, 'SIGKILL'));
  }).finally(() => {
    terminate.removeEventListener('abort', onTerminate);
    kill.removeEventListener('abort', onKill);
  });
}

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

function statusOf(signal: string | null): number {
  return 128 + (signalNumbers[signal ?? ''] ?? 0);
}

function ownFolder(container: PreparedContainer): string {
  return dirname(container.terminationMessageFile());
}

/** Paths are matched at path boundaries, the longest first: `/aws` is neither in `/awsome` nor in `s3://b/aws`. */
function localizer(container: PreparedContainer): (text: string) => string {
  const places = new Map<string, () => string>([
    ...container.mounts.map(({ mountPath, folder }) => [trimmed(mountPath), folder] as const),
    [container.terminationMessagePath, () => container.terminationMessageFile()],
  ]);
  const paths = [...places.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(
    `(?<![^\\s=:,;"'(<>[{|&])(file://)?(${paths.join('|')})(?![\\w.-])`,
    'g',
  );
  return (text) =>
    text.replace(
      pattern,
      (_, scheme = '', path = '') => `${scheme}${places.get(path)?.() ?? path}`,
    );
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    // Negative: the process and all that it has started.
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}
