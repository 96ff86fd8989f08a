/** `ttlSecondsAfterFinished`: a finished Job is deleted after this time, with its pods. */

import type { Cluster } from '../cluster.ts';
import { isFinishedJob, type Job } from '../object.ts';
import { deleteObject } from '../operations.ts';
import { resources } from '../resources.ts';

export function expireJobs(cluster: Cluster): void {
  cluster.store.subscribe(({ type, resource, object, previous }) => {
    if (resource !== 'jobs' || type === 'DELETED') return;
    const job = object as Job;
    const before = previous as Job | undefined;
    const isNews =
      !before ||
      !isFinishedJob(before) ||
      before.spec.ttlSecondsAfterFinished !== job.spec.ttlSecondsAfterFinished;
    if (isNews) expireLater(cluster, job);
  });
}

function expireLater(cluster: Cluster, job: Job): void {
  const dueAt = expiryOf(job);
  if (dueAt === undefined) return;
  const { uid, name, namespace } = job.metadata;
  cluster.timers.after(Math.max(0, dueAt - cluster.clock.now()), () => {
    const current = cluster.store.get('jobs', namespace, name) as Job | undefined;
    // The time may have been changed since, or the name may belong to another Job by now.
    if (current?.metadata.uid !== uid || expiryOf(current) !== dueAt) return;
    const place = { resource: resources.jobs, namespace };
    deleteObject(cluster, place, name, { propagationPolicy: 'Background' });
  });
}

function expiryOf({ spec, status, metadata }: Job): number | undefined {
  const { ttlSecondsAfterFinished: seconds } = spec;
  const finished = status.conditions?.find(
    (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
  );
  if (seconds === undefined || !finished || metadata.deletionTimestamp !== undefined)
    return undefined;
  return Date.parse(finished.lastTransitionTime ?? metadata.creationTimestamp) + seconds * 1000;
}
