/**
 * Really runs the work of containers, as processes of this machine. There is no other root folder: so wherever the path of
 * a mount stands in a command, an argument or a variable, it becomes the path of the folder that is mounted, and the path
 * of the termination message that of its file. What a container does not mount it is not told. What of its environment is
 * not in the pod comes from `environment` alone. Users, read-only root folders, capabilities, limits and network policies
 * cannot be had this way: they are what they are on this machine.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { ContainerEnd, Containers, PreparedContainer, StopSignals } from './containers.ts';

export interface ProcessOptions {
  /** The entry point of each image; a `command` of the pod replaces it. Others cannot be pulled. */
  readonly images: Readonly<Record<string, readonly string[]>>;
  /** What the node gives each of its containers: PATH, HOME, the endpoint of a simulated organization. The pod's own wins. */
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

interface Means {
  readonly entryPoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly children: Set<ChildProcess>;
}

function run(
  container: PreparedContainer,
  signals: StopSignals,
  { entryPoint, environment, children }: Means,
): Promise<ContainerEnd> {
  const localize = localizer(container);
  const [file = '', ...args] = [...(container.command ?? entryPoint), ...container.args];
  const all = Object.entries({ ...environment, ...container.env });
  const env = Object.fromEntries(all.map(([name, value]) => [name, localize(value)]));
  const cwd = container.workingDir === undefined ? '' : localize(container.workingDir);
  const child = spawn(localize(file), args.map(localize), {
    env,
    // A working folder of the image is nowhere here.
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
    // Whatever it left behind in its group ends with it, and with that its output.
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

/** Paths are found where a path can begin and end, the longest first: `/aws` is neither in `/awsome` nor in `s3://b/aws`. */
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
