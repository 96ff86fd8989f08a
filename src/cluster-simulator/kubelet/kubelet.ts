/** The node: accepts pods as long as it has room, runs them, stops them when they are deleted, and keeps their logs. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, nodeName, nowText } from '../cluster.ts';
import { type Condition, isFinishedPod, type Pod } from '../object.ts';
import type { ObjectChange } from '../store.ts';
import type { Containers } from './containers.ts';
import { type ContainerLog, createLogs } from './logs.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { type PodTermination, recordPod } from './pod-status.ts';
import { runPod } from './run-pod.ts';
import { createVolumes, type Volumes } from './volumes.ts';

export interface KubeletOptions {
  readonly containers: Containers;
  readonly podsAtOnce: number;
  readonly onBug: (error: unknown) => void;
}

export interface Kubelet {
  findLog(
    podUid: string,
    container: string,
    instance: 'current' | 'previous',
  ): ContainerLog | undefined;
  /** No process of the pod is running any more. */
  kill(podUid: string): void;
  stop(): Promise<void>;
}

interface RunningPod {
  readonly terminate: AbortController;
  readonly kill: AbortController;
  /** Pods that wait for a config map or a secret. */
  readonly waiters: Set<() => void>;
  readonly finished: Promise<void>;
  ending: PodTermination | undefined;
}

export function runKubelet(cluster: Cluster, options: KubeletOptions): Kubelet {
  const logs = createLogs();
  const running = new Map<string, RunningPod>();
  /** Pods in the order of their arrival. */
  const waiting = new Map<string, Pod>();
  /** A pod that has finished keeps its folders until it is deleted. */
  const volumes = new Map<string, Volumes>();
  let folder: string | undefined;
  let started = 0;
  const root = () => {
    folder ??= mkdtempSync(join(tmpdir(), 'flotilla-cluster-'));
    return folder;
  };

  const schedule = () => {
    for (const [uid, pod] of waiting) {
      if (running.size >= options.podsAtOnce) return;
      waiting.delete(uid);
      const present = cluster.store.get('pods', pod.metadata.namespace, pod.metadata.name) as Pod;
      if (present?.metadata.uid === uid && !isFinishedPod(present)) begin(present);
    }
  };
  const begin = (pod: Pod) => {
    const bound = { ...pod, spec: { ...pod.spec, nodeName } };
    started++;
    const podIP = `10.1.${(started >> 8) & 255}.${started & 255}`;
    const ownVolumes = createVolumes(cluster, bound, root);
    volumes.set(pod.metadata.uid, ownVolumes);
    const entry = start(bound, { cluster, options, logs, podIP, volumes: ownVolumes });
    running.set(pod.metadata.uid, entry);
    void entry.finished.then(() => {
      running.delete(pod.metadata.uid);
      cluster.tasks.enqueue('schedule', schedule);
    });
  };
  const forget = (uid: string) => {
    const finished = running.get(uid)?.finished ?? Promise.resolve();
    stopNow(running.get(uid));
    void finished.then(volumes.get(uid)?.remove);
    volumes.delete(uid);
  };
  const come = (pod: Pod) => {
    waiting.set(pod.metadata.uid, pod);
    cluster.tasks.enqueue('schedule', schedule);
    if (running.size + waiting.size <= options.podsAtOnce) return;
    cluster.tasks.enqueue(`unschedulable ${pod.metadata.uid}`, () => {
      if (waiting.has(pod.metadata.uid)) recordUnschedulable(cluster, pod);
    });
  };

  cluster.store.subscribe((change) => {
    if (change.resource === 'configmaps' || change.resource === 'secrets') {
      for (const { waiters } of running.values()) wakeAll(waiters);
    }
    if (change.resource !== 'pods') return;
    if (change.type === 'ADDED') come(change.object as Pod);
    const entry = running.get(change.object.metadata.uid);
    if (change.type === 'DELETED') {
      waiting.delete(change.object.metadata.uid);
      logs.forget(change.object.metadata.uid);
      forget(change.object.metadata.uid);
    } else if (entry && isNewlyDeleted(change)) terminate(cluster, entry, change.object as Pod);
  });

  return {
    findLog: logs.find,
    kill: (uid) => stopNow(running.get(uid)),
    stop: async () => {
      const remaining = [...running.values()];
      for (const entry of remaining) stopNow(entry);
      await options.containers.stop?.();
      await Promise.all(remaining.map(({ finished: over }) => over));
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface StartNeeds {
  readonly cluster: Cluster;
  readonly options: KubeletOptions;
  readonly logs: ReturnType<typeof createLogs>;
  readonly podIP: string;
  readonly volumes: Volumes;
}

function start(pod: Pod, { cluster, options, logs, podIP, volumes }: StartNeeds): RunningPod {
  const [terminating, killing] = [new AbortController(), new AbortController()];
  const waiters = new Set<() => void>();
  const { uid, namespace = '', name } = pod.metadata;
  cluster.store.put('pods', pod);
  const runtime: PodRuntime = {
    cluster,
    containers: options.containers,
    logs,
    volumes,
    record: recordPod(cluster, pod, podIP),
    uid,
    namespace,
    name,
    signals: { terminate: terminating.signal, kill: killing.signal },
    ending: () => entry.ending,
    untilChanged: () => deferred(waiters, terminating.signal),
    sleep: (ms) => cluster.clock.sleep(ms, terminating.signal),
    onBug: options.onBug,
  };
  const finished = Promise.resolve()
    .then(() => runPod(runtime))
    .catch(options.onBug)
    .then(() => removeDeleted(cluster, pod));
  const entry: RunningPod = {
    terminate: terminating,
    kill: killing,
    waiters,
    finished,
    ending: undefined,
  };
  endAtDeadline(cluster, pod, entry);
  return entry;
}

/** The deadline of the pod itself; the Job controller enforces that of the Job. */
function endAtDeadline(cluster: Cluster, { spec }: Pod, entry: RunningPod): void {
  const { activeDeadlineSeconds: seconds, terminationGracePeriodSeconds = 30 } = spec;
  if (seconds === undefined) return;
  cluster.timers.after(seconds * 1000, () => {
    const message = 'Pod was active on the node longer than the specified deadline';
    entry.ending = { phase: 'Failed', reason: 'DeadlineExceeded', message };
    stopWithin(cluster, entry, terminationGracePeriodSeconds);
  });
}

function terminate(cluster: Cluster, entry: RunningPod, { metadata }: Pod): void {
  stopWithin(cluster, entry, metadata.deletionGracePeriodSeconds ?? 30);
}

function stopWithin(cluster: Cluster, entry: RunningPod, seconds: number): void {
  entry.terminate.abort();
  cluster.timers.after(seconds * 1000, () => entry.kill.abort());
}

function stopNow(entry: RunningPod | undefined): void {
  entry?.terminate.abort();
  entry?.kill.abort();
}

/** Its containers have stopped, so it can be deleted. */
function removeDeleted({ store }: Cluster, { metadata }: Pod): void {
  const pod = store.get('pods', metadata.namespace, metadata.name);
  if (pod?.metadata.uid !== metadata.uid || pod.metadata.deletionTimestamp === undefined) return;
  if ((pod.metadata.finalizers ?? []).length === 0) store.delete('pods', pod);
}

function isNewlyDeleted({ object, previous }: ObjectChange): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined &&
    previous?.metadata.deletionTimestamp === undefined
  );
}

function deferred(waiters: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    waiters.add(resolve);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function wakeAll(waiters: Set<() => void>): void {
  for (const wake of waiters) wake();
  waiters.clear();
}

function recordUnschedulable(cluster: Cluster, { metadata }: Pod): void {
  const pod = cluster.store.get('pods', metadata.namespace, metadata.name) as Pod | undefined;
  if (pod?.metadata.uid !== metadata.uid) return;
  const unschedulable: Condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: '0/1 nodes are available: 1 Too many pods.',
    lastTransitionTime: nowText(cluster),
  };
  cluster.store.put('pods', { ...pod, status: { ...pod.status, conditions: [unschedulable] } });
}
