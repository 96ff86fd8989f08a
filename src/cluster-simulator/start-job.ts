/** Starts a Job from the template of a CronJob, like its controller on schedule or like kubectl. */

import type { CronJobSpec } from './admission/defaults.ts';
import type { Cluster } from './cluster.ts';
import { isFinishedJob, type Job, timeText } from './object.ts';
import { createObject, deleteObject, getObject } from './operations.ts';
import { resources } from './resources.ts';

/**
 * With a name: like `kubectl create job --from`. Without: like the controller, which names it after the minute,
 * starts none for a suspended CronJob, and applies its concurrencyPolicy. Undefined when nothing is started.
 */
export function startJob(
  cluster: Cluster,
  namespace: string,
  cronJobName: string,
  jobName?: string,
): Job | undefined {
  const cronJob = getObject(cluster, { resource: resources.cronjobs, namespace }, cronJobName);
  const spec = cronJob.spec as CronJobSpec;
  const { uid } = cronJob.metadata;
  if (jobName === undefined && !mayStart(cluster, uid, spec)) return undefined;
  const now = cluster.clock.now();
  const { metadata = {}, spec: jobSpec } = spec.jobTemplate;
  const details =
    jobName === undefined
      ? { 'batch.kubernetes.io/cronjob-scheduled-timestamp': timeText(now) }
      : { 'cronjob.kubernetes.io/instantiate': 'manual' };
  const job = createObject(
    cluster,
    { resource: resources.jobs, namespace },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: jobName ?? `${cronJobName}-${Math.floor(now / 60_000)}`,
        ...(metadata.labels && { labels: metadata.labels }),
        annotations: { ...metadata.annotations, ...details },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: cronJobName,
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: jobSpec,
    },
  );
  return job as Job;
}

function mayStart(cluster: Cluster, uid: string, { suspend, concurrencyPolicy }: CronJobSpec) {
  if (suspend) return false;
  const live = cluster.store
    .ownedBy(uid)
    .map(({ object }) => object as Job)
    .filter((job) => !isFinishedJob(job));
  if (concurrencyPolicy === 'Forbid') return live.length === 0;
  if (concurrencyPolicy === 'Replace') {
    for (const { metadata } of live) {
      const place = { resource: resources.jobs, namespace: metadata.namespace };
      deleteObject(cluster, place, metadata.name, { propagationPolicy: 'Background' });
    }
  }
  return true;
}
