/** One pod on the node, from its first container to its last: what restarts, what ends it, and what it says of itself. */

import { type Cluster, nowText } from '../cluster.ts';
import type { Pod } from '../object.ts';
import { resources } from '../resources.ts';
import {
  type ContainerEnd,
  type Containers,
  killedStatus,
  type PreparedContainer,
  type StopSignals,
  terminatedStatus,
} from './containers.ts';
import { append, close, type Logs } from './logs.ts';
import { type ContainerRecord, type Ending, type PodRecord, statusOf } from './pod-status.ts';
import { type Prepared, prepare } from './prepare.ts';
import { Missing } from './references.ts';
import { terminated } from './termination.ts';
import { checkVolumes, type Volumes } from './volumes.ts';

export interface PodLife {
  readonly cluster: Cluster;
  readonly containers: Containers;
  readonly logs: Logs;
  readonly volumes: Volumes;
  readonly record: PodRecord;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly signals: StopSignals;
  /** Why it is ended from outside, when it is. */
  ending(): Ending | undefined;
  /** Resolves when a config map or secret has changed; rejects when the pod is to stop. */
  untilChanged(): Promise<void>;
  /** On the clock; rejects when the pod is to stop. */
  sleep(ms: number): Promise<void>;
  readonly onBug: (error: unknown) => void;
}

/** Resolves when nothing of the pod runs any more; its last status is written then, if it is still there. */
export async function runPod(life: PodLife): Promise<void> {
  const { record } = life;
  publish(life);
  const pod = current(life);
  if (!pod) return;
  const isDone = (await runFirst(life, pod)) && (await runMain(life, pod));
  const phase = isDone ? 'Succeeded' : 'Failed';
  for (const one of [...record.init, ...record.main]) endWaiting(one);
  publish(life, life.ending() ?? { phase });
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;

async function runFirst(life: PodLife, pod: Pod): Promise<boolean> {
  for (const one of life.record.init) {
    if ((await runToEnd(life, pod, one)) !== 0) return false;
  }
  return true;
}

async function runMain(life: PodLife, pod: Pod): Promise<boolean> {
  const ends = await Promise.all(life.record.main.map((one) => runToEnd(life, pod, one)));
  return ends.every((exitCode) => exitCode === 0);
}

/** Its exit code; under restartPolicy OnFailure the last one. */
async function runToEnd(life: PodLife, pod: Pod, one: ContainerRecord): Promise<number> {
  const stopped = life.signals.terminate;
  for (;;) {
    const prepared = await untilPrepared(life, pod, one);
    if (!prepared) return terminatedStatus;
    const exitCode = await runOnce(life, one, prepared);
    if (exitCode === 0 || pod.spec.restartPolicy === 'Never' || stopped.aborted) return exitCode;
    if (!(await backOff(life, one))) return exitCode;
    one.restarts++;
  }
}

/** The first restart comes at once. */
async function backOff(life: PodLife, one: ContainerRecord): Promise<boolean> {
  const ended = one.state;
  one.lastState = ended;
  if (one.restarts === 0) return true;
  const ms = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (one.restarts - 1));
  const message = `back-off ${ms / 1000}s restarting failed container=${one.container.name}`;
  one.state = { waiting: { reason: 'CrashLoopBackOff', message } };
  publish(life);
  try {
    await life.sleep(ms);
    return true;
  } catch {
    one.state = ended;
    return false;
  }
}

/** Waits for what is missing; undefined when the pod is to stop before it is there. */
async function untilPrepared(
  life: PodLife,
  pod: Pod,
  one: ContainerRecord,
): Promise<Prepared | undefined> {
  for (;;) {
    if (life.signals.terminate.aborted) return undefined;
    const prepared = tryPrepare(life, pod, one);
    if (!('waiting' in prepared)) return prepared;
    one.state = prepared;
    publish(life);
    try {
      await life.untilChanged();
    } catch {
      return undefined;
    }
  }
}

interface Waiting {
  readonly waiting: { readonly reason: string; readonly message: string };
}

function tryPrepare(life: PodLife, pod: Pod, one: ContainerRecord): Prepared | Waiting {
  const { image = '' } = one.container;
  if (!life.containers.hasImage(image)) {
    const message = `Back-off pulling image "${image}"`;
    return { waiting: { reason: 'ImagePullBackOff', message } };
  }
  let reason = 'ContainerCreating';
  try {
    checkVolumes(life.cluster, pod);
    reason = 'CreateContainerConfigError';
    return prepare(life, pod, one);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { waiting: { reason, message: error.message } };
  }
}

async function runOnce(life: PodLife, one: ContainerRecord, prepared: Prepared): Promise<number> {
  const startedAt = nowText(life.cluster);
  one.state = { running: { startedAt } };
  publish(life);
  const end = await endOf(life, prepared.container);
  append(prepared.log, end.output ?? '');
  close(prepared.log);
  one.state = { terminated: terminated(life.cluster, one, { end, prepared, startedAt }) };
  publish(life);
  return end.exitCode;
}

/** Nobody waits for a container that has been killed. */
function endOf(life: PodLife, container: PreparedContainer): Promise<ContainerEnd> {
  const { kill } = life.signals;
  return new Promise((resolve) => {
    const killed = () => resolve({ exitCode: killedStatus });
    if (kill.aborted) return killed();
    kill.addEventListener('abort', killed, { once: true });
    life.containers.run(container, life.signals).then(resolve, (error: unknown) => {
      life.onBug(error);
      resolve({ exitCode: 1, message: error instanceof Error ? error.message : String(error) });
    });
  });
}

/** What was never begun is told as it was: waiting. What was between two runs is told by its last one. */
function endWaiting(one: ContainerRecord): void {
  if ('waiting' in one.state && one.lastState && 'terminated' in one.lastState) {
    one.state = one.lastState;
  }
}

function current({ cluster, namespace, name, uid }: PodLife): Pod | undefined {
  const pod = cluster.store.get('pods', namespace, name) as Pod | undefined;
  return pod?.metadata.uid === uid ? pod : undefined;
}

function publish(life: PodLife, ending?: Ending): void {
  const pod = current(life);
  if (!pod) return;
  const status = statusOf(life.cluster, pod, life.record, ending);
  life.cluster.store.put(resources.pods.plural, { ...pod, status });
}
