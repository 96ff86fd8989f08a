/** The status of a pod from the states of its containers. */

import type { Cluster } from '../cluster.ts';
import { newUid, nowText } from '../cluster.ts';
import {
  type Condition,
  type Container,
  type ContainerState,
  type ContainerStatus,
  isSidecar,
  type Pod,
  type PodPhase,
  type PodStatus,
} from '../object.ts';
import { nodeAddress } from './references.ts';

export interface ContainerRecord {
  readonly container: Container;
  state: ContainerState;
  lastState: ContainerState | undefined;
  restarts: number;
  readonly id: string;
}

export interface PodRecord {
  readonly init: readonly ContainerRecord[];
  readonly main: readonly ContainerRecord[];
  readonly startTime: string;
  readonly podIP: string;
}

export function recordPod(cluster: Cluster, { spec }: Pod, podIP: string): PodRecord {
  const record = (reason: string) => (container: Container) => ({
    container,
    state: { waiting: { reason } },
    lastState: undefined,
    restarts: 0,
    id: `containerd://${newUid(cluster).replaceAll('-', '')}`,
  });
  const init = spec.initContainers ?? [];
  const initializing = init.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  return {
    init: init.map(record('PodInitializing')),
    main: spec.containers.map(record(initializing)),
    startTime: nowText(cluster),
    podIP,
  };
}

/** The termination of the pod as a whole. */
export interface PodTermination {
  readonly phase: PodPhase;
  readonly reason?: string;
  readonly message?: string;
}

export function statusOf(
  cluster: Cluster,
  pod: Pod,
  record: PodRecord,
  ending: PodTermination | undefined,
): PodStatus {
  const { init, main } = record;
  const isInitialized = init.every((one) =>
    isSidecar(one.container) ? hasStarted(one) : hasSucceeded(one),
  );
  const phase = ending?.phase ?? (isInitialized && main.some(hasStarted) ? 'Running' : 'Pending');
  const isReady = phase === 'Running' && main.every(({ state }) => 'running' in state);
  const conditions = conditionsOf(cluster, pod, { phase, isInitialized, isReady });
  return {
    phase,
    ...(ending?.reason !== undefined && { reason: ending.reason }),
    ...(ending?.message !== undefined && { message: ending.message }),
    ...(pod.status.qosClass !== undefined && { qosClass: pod.status.qosClass }),
    conditions,
    hostIP: nodeAddress,
    podIP: record.podIP,
    startTime: record.startTime,
    ...(init.length > 0 && { initContainerStatuses: init.map(containerStatus) }),
    containerStatuses: main.map(containerStatus),
  };
}

function hasSucceeded({ state }: ContainerRecord): boolean {
  return 'terminated' in state && state.terminated.exitCode === 0;
}

function hasStarted({ state, restarts }: ContainerRecord): boolean {
  return 'running' in state || 'terminated' in state || restarts > 0;
}

function containerStatus(record: ContainerRecord): ContainerStatus {
  const { container, state, lastState, restarts, id } = record;
  const image = container.image ?? '';
  return {
    name: container.name,
    state,
    lastState: lastState ?? {},
    ready: 'running' in state,
    started: 'running' in state,
    restartCount: restarts,
    image,
    imageID: image,
    ...(!('waiting' in state) && { containerID: id }),
  };
}

interface ObservedContainers {
  readonly phase: PodPhase;
  readonly isInitialized: boolean;
  readonly isReady: boolean;
}

function conditionsOf(cluster: Cluster, pod: Pod, seen: ObservedContainers): readonly Condition[] {
  const finished = seen.phase === 'Succeeded' ? 'PodCompleted' : undefined;
  const failed = seen.phase === 'Failed' ? 'PodFailed' : undefined;
  const unready = finished ?? failed ?? 'ContainersNotReady';
  const expected = [
    { type: 'PodScheduled', isTrue: true },
    { type: 'Initialized', isTrue: seen.isInitialized, reason: 'ContainersNotInitialized' },
    { type: 'ContainersReady', isTrue: seen.isReady, reason: unready },
    { type: 'Ready', isTrue: seen.isReady, reason: unready },
  ];
  const before = pod.status.conditions ?? [];
  const others = before.filter(({ type }) => !expected.some((one) => one.type === type));
  const own = expected.map(({ type, isTrue, reason }): Condition => {
    const status = isTrue ? 'True' : 'False';
    const same = before.find((one) => one.type === type && one.status === status);
    return (
      same ?? {
        type,
        status,
        ...(!isTrue && reason !== undefined && { reason }),
        lastTransitionTime: nowText(cluster),
      }
    );
  });
  return [...own, ...others];
}
