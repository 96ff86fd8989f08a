/** The parts of Kubernetes objects that we write and read. Names are the API's: https://kubernetes.io/docs/reference/kubernetes-api/ */

import * as z from 'zod';

/** A kind of object, as it appears in the paths of the API. */
export interface KubernetesResourceType {
  /** `api/v1`, `apis/batch/v1`. */
  readonly api: string;
  /** `pods`. */
  readonly plural: string;
}

export const jobs: KubernetesResourceType = { api: 'apis/batch/v1', plural: 'jobs' };
export const pods: KubernetesResourceType = { api: 'api/v1', plural: 'pods' };

const ownerSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
});

const metadataSchema = z.object({
  name: z.string(),
  uid: z.string(),
  creationTimestamp: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  ownerReferences: z.array(ownerSchema).default([]),
});

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

export const jobSchema = z.object({
  metadata: metadataSchema,
  status: z
    .object({ conditions: z.array(conditionSchema).default([]) })
    .default({ conditions: [] }),
});

export type KubernetesJob = z.output<typeof jobSchema>;
export type JobOwnerReference = z.output<typeof ownerSchema>;

const stateSchema = z.object({
  waiting: z.object({ reason: z.string().optional() }).optional(),
  terminated: z
    .object({
      exitCode: z.int(),
      reason: z.string().optional(),
      message: z.string().optional(),
    })
    .optional(),
});

const containerStatusSchema = z.object({ name: z.string(), state: stateSchema.default({}) });

/** Where a pod may run and where its images come from: defined once by a cluster's owner, for all pods. */
const placementSchema = z.object({
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(z.record(z.string(), z.unknown())).optional(),
  affinity: z.record(z.string(), z.unknown()).optional(),
  priorityClassName: z.string().optional(),
  imagePullSecrets: z.array(z.record(z.string(), z.unknown())).optional(),
});

export type PodPlacement = z.output<typeof placementSchema>;

export const podSchema = z.object({
  metadata: metadataSchema,
  spec: placementSchema.extend({
    containers: z.array(
      z.object({ name: z.string(), image: z.string(), imagePullPolicy: z.string().optional() }),
    ),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      initContainerStatuses: z.array(containerStatusSchema).default([]),
      containerStatuses: z.array(containerStatusSchema).default([]),
    })
    .default({ initContainerStatuses: [], containerStatuses: [] }),
});

export type KubernetesPod = z.output<typeof podSchema>;

/** Whether a Job has ended, and how; undefined while it has not. */
export function jobEnd({
  status,
}: KubernetesJob): { readonly succeeded: boolean; readonly why: string } | undefined {
  const ended = status.conditions.find(
    ({ type, status: is }) => is === 'True' && (type === 'Complete' || type === 'Failed'),
  );
  if (!ended) return undefined;
  const why = [ended.reason, ended.message].filter(Boolean).join(': ');
  return { succeeded: ended.type === 'Complete', why };
}
