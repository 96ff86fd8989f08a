/** The orchestrator's own pod, and the Job that it belongs to. */

import {
  type JobOwnerReference,
  jobs,
  type KubernetesJob,
  type KubernetesPod,
  type PodPlacement,
  podSchema,
  pods,
} from '../../kubernetes/objects.ts';
import type { ClusterClient } from '../../kubernetes/open-cluster.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { readJob } from './names.ts';

export interface OrchestratorPod {
  /** With its digest, where it has one. */
  readonly image: string;
  readonly imagePullPolicy: string | undefined;
  /** Scheduling constraints of our pod. */
  readonly placement: PodPlacement;
  readonly job: KubernetesJob;
  /** Owner of the Jobs that are created: they are deleted with it. */
  readonly owner: JobOwnerReference;
}

/** Throws a `FlotillaError` for a pod without a Job: a run begins and ends with its Job. */
export async function findOrchestratorPod(
  cluster: ClusterClient,
  podName: string,
  signal: AbortSignal,
): Promise<OrchestratorPod> {
  const pod = podSchema.parse(await cluster.get(pods, podName, signal));
  const owner = pod.metadata.ownerReferences.find(({ kind }) => kind === 'Job');
  if (!owner) {
    throw new FlotillaError(
      'Cluster',
      `pod "${podName}" does not belong to a Job; start it with: kubectl create job --from=cronjob/aws-inventory-orchestrator`,
    );
  }
  const job = readJob(await cluster.get(jobs, owner.name, signal));
  return { ...imageOf(pod), placement: placementOf(pod), job, owner: referenceTo(owner) };
}

function imageOf({
  metadata,
  spec,
}: KubernetesPod): Pick<OrchestratorPod, 'image' | 'imagePullPolicy'> {
  const own = spec.containers.find(({ name }) => name === 'orchestrator') ?? spec.containers[0];
  if (!own) throw new Error(`pod "${metadata.name}" has no container`);
  return { image: own.image, imagePullPolicy: own.imagePullPolicy };
}

function placementOf({ spec: { containers, ...placement } }: KubernetesPod): PodPlacement {
  return placement;
}

function referenceTo({ apiVersion, kind, name, uid }: JobOwnerReference): JobOwnerReference {
  return { apiVersion, kind, name, uid };
}
