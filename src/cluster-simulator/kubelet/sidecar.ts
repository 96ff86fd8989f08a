/**
 * Native sidecars: init containers that are always restarted. The next container starts when a sidecar has started, and
 * the pod ends without them: they are stopped after its other containers, the last one first.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers
 */

import type { PodRuntime } from './pod-runtime.ts';

export interface Sidecar {
  /** False where the pod was stopped before it started. */
  readonly started: Promise<boolean>;
  /** Resolves when it has ended. It is killed after its grace period. */
  stop(): Promise<void>;
}

export interface SidecarOptions {
  readonly run: (runtime: PodRuntime) => Promise<unknown>;
  readonly gracePeriodSeconds: number;
}

export function startSidecar(
  runtime: PodRuntime,
  { run, gracePeriodSeconds }: SidecarOptions,
): Sidecar {
  const { cluster, signals } = runtime;
  const [terminate, kill] = [new AbortController(), new AbortController()];
  const running = Promise.withResolvers<boolean>();
  const ended = run({
    ...runtime,
    signals: {
      terminate: terminate.signal,
      kill: AbortSignal.any([signals.kill, kill.signal]),
    },
    sleep: (ms) => cluster.clock.sleep(ms, terminate.signal),
    onStart: () => running.resolve(true),
  }).then(() => running.resolve(false), runtime.onBug);
  return {
    started: running.promise,
    async stop() {
      terminate.abort();
      const grace = new AbortController();
      cluster.clock.sleep(gracePeriodSeconds * 1000, grace.signal).then(
        () => kill.abort(),
        () => {},
      );
      await ended;
      grace.abort();
    },
  };
}
