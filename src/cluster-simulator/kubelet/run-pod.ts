/** Runs one pod on the node, from its first container to its last: restarts, termination and status. */

import { nowText } from '../cluster.ts';
import { isSidecar, type Pod } from '../object.ts';
import { resources } from '../resources.ts';
import {
  type ContainerEnd,
  killedStatus,
  type PreparedContainer,
  terminatedStatus,
} from './containers.ts';
import { append, close } from './logs.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { type ContainerRecord, type PodTermination, statusOf } from './pod-status.ts';
import { type Prepared, prepare } from './prepare.ts';
import { MissingReference } from './references.ts';
import { type Sidecar, startSidecar } from './sidecar.ts';
import { terminated } from './termination.ts';
import { checkVolumes } from './volumes.ts';

/** Resolves when no process of the pod is running any more; its last status is written then, if it still exists. */
export async function runPod(runtime: PodRuntime): Promise<void> {
  const { record } = runtime;
  publish(runtime);
  const pod = current(runtime);
  if (!pod) return;
  const sidecars: Sidecar[] = [];
  const isDone = (await runFirst(runtime, pod, sidecars)) && (await runMain(runtime, pod));
  for (const sidecar of sidecars.reverse()) await sidecar.stop();
  const phase = isDone ? 'Succeeded' : 'Failed';
  for (const one of [...record.init, ...record.main]) endWaiting(one);
  publish(runtime, runtime.ending() ?? { phase });
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;

async function runFirst(runtime: PodRuntime, pod: Pod, sidecars: Sidecar[]): Promise<boolean> {
  for (const one of runtime.record.init) {
    if (isSidecar(one.container)) {
      const gracePeriodSeconds = pod.spec.terminationGracePeriodSeconds ?? 30;
      const run = (own: PodRuntime) => runToEnd(own, pod, one);
      const sidecar = startSidecar(runtime, { run, gracePeriodSeconds });
      sidecars.push(sidecar);
      if (!(await sidecar.started)) return false;
      continue;
    }
    if ((await runToEnd(runtime, pod, one)) !== 0) return false;
  }
  return true;
}

async function runMain(runtime: PodRuntime, pod: Pod): Promise<boolean> {
  const ends = await Promise.all(runtime.record.main.map((one) => runToEnd(runtime, pod, one)));
  return ends.every((exitCode) => exitCode === 0);
}

/** Its exit code; under restartPolicy OnFailure the last one. */
async function runToEnd(runtime: PodRuntime, pod: Pod, one: ContainerRecord): Promise<number> {
  const stopped = runtime.signals.terminate;
  for (;;) {
    const prepared = await untilPrepared(runtime, pod, one);
    if (!prepared) return terminatedStatus;
    const exitCode = await runOnce(runtime, one, prepared);
    if (stopped.aborted || !isRestarted(pod, one, exitCode)) return exitCode;
    if (!(await backOff(runtime, one))) return exitCode;
    one.restarts++;
  }
}

function isRestarted({ spec }: Pod, { container }: ContainerRecord, exitCode: number): boolean {
  return isSidecar(container) || (exitCode !== 0 && spec.restartPolicy !== 'Never');
}

/** The first restart is immediate. */
async function backOff(runtime: PodRuntime, one: ContainerRecord): Promise<boolean> {
  const ended = one.state;
  one.lastState = ended;
  if (one.restarts === 0) return true;
  const ms = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (one.restarts - 1));
  const message = `back-off ${ms / 1000}s restarting failed container=${one.container.name}`;
  one.state = { waiting: { reason: 'CrashLoopBackOff', message } };
  publish(runtime);
  try {
    await runtime.sleep(ms);
    return true;
  } catch {
    one.state = ended;
    return false;
  }
}

/** Waits for missing references; undefined when the pod is to stop before they exist. */
async function untilPrepared(
  runtime: PodRuntime,
  pod: Pod,
  one: ContainerRecord,
): Promise<Prepared | undefined> {
  for (;;) {
    if (runtime.signals.terminate.aborted) return undefined;
    const prepared = tryPrepare(runtime, pod, one);
    if (!('waiting' in prepared)) return prepared;
    one.state = prepared;
    publish(runtime);
    try {
      await runtime.untilChanged();
    } catch {
      return undefined;
    }
  }
}

interface WaitingContainer {
  readonly waiting: { readonly reason: string; readonly message: string };
}

function tryPrepare(
  runtime: PodRuntime,
  pod: Pod,
  one: ContainerRecord,
): Prepared | WaitingContainer {
  const { image = '' } = one.container;
  if (!runtime.containers.hasImage(image)) {
    const message = `Back-off pulling image "${image}"`;
    return { waiting: { reason: 'ImagePullBackOff', message } };
  }
  let reason = 'ContainerCreating';
  try {
    checkVolumes(runtime.cluster, pod);
    reason = 'CreateContainerConfigError';
    return prepare(runtime, pod, one);
  } catch (error) {
    if (!(error instanceof MissingReference)) throw error;
    return { waiting: { reason, message: error.message } };
  }
}

async function runOnce(
  runtime: PodRuntime,
  one: ContainerRecord,
  prepared: Prepared,
): Promise<number> {
  const startedAt = nowText(runtime.cluster);
  one.state = { running: { startedAt } };
  publish(runtime);
  runtime.onStart?.();
  const end = await endOf(runtime, prepared.container);
  append(prepared.log, end.output ?? '');
  close(prepared.log);
  one.state = { terminated: terminated(runtime.cluster, one, { end, prepared, startedAt }) };
  publish(runtime);
  return end.exitCode;
}

/** A killed container is not waited for. */
function endOf(runtime: PodRuntime, container: PreparedContainer): Promise<ContainerEnd> {
  const { kill } = runtime.signals;
  return new Promise((resolve) => {
    const killed = () => resolve({ exitCode: killedStatus });
    if (kill.aborted) return killed();
    kill.addEventListener('abort', killed, { once: true });
    runtime.containers.run(container, runtime.signals).then(resolve, (error: unknown) => {
      runtime.onBug(error);
      resolve({ exitCode: 1, message: error instanceof Error ? error.message : String(error) });
    });
  });
}

/** A container that never started is reported as waiting. Between two runs the last one is reported. */
function endWaiting(one: ContainerRecord): void {
  if ('waiting' in one.state && one.lastState && 'terminated' in one.lastState) {
    one.state = one.lastState;
  }
}

function current({ cluster, namespace, name, uid }: PodRuntime): Pod | undefined {
  const pod = cluster.store.get('pods', namespace, name) as Pod | undefined;
  return pod?.metadata.uid === uid ? pod : undefined;
}

function publish(runtime: PodRuntime, ending?: PodTermination): void {
  const pod = current(runtime);
  if (!pod) return;
  const status = statusOf(runtime.cluster, pod, runtime.record, ending);
  runtime.cluster.store.put(resources.pods.plural, { ...pod, status });
}
