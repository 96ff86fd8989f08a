/** What running a pod needs. */

import type { Cluster } from '../cluster.ts';
import type { Containers, StopSignals } from './containers.ts';
import type { ContainerLogs } from './logs.ts';
import type { PodRecord, PodTermination } from './pod-status.ts';
import type { Volumes } from './volumes.ts';

export interface PodRuntime {
  readonly cluster: Cluster;
  readonly containers: Containers;
  readonly logs: ContainerLogs;
  readonly volumes: Volumes;
  readonly record: PodRecord;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly signals: StopSignals;
  /** Why it is terminated from outside, if it is. */
  ending(): PodTermination | undefined;
  /** Resolves when a config map or secret has changed; rejects when the pod is to stop. */
  untilChanged(): Promise<void>;
  /** Sleeps on the clock; rejects when the pod is to stop. */
  sleep(ms: number): Promise<void>;
  /** Called when a container has started. */
  readonly onStart?: () => void;
  readonly onBug: (error: unknown) => void;
}
