/** Ensures a single run at a time: two would read the same accounts, and overwrite each other's reports of the day. */

import { jobEnd, jobs, type KubernetesJob } from '../../kubernetes/objects.ts';
import type { ClusterClient } from '../../kubernetes/open-cluster.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { label, readJob } from './names.ts';

export interface OwnRun {
  readonly runId: string;
  /** The Job that this pod belongs to. */
  readonly job: KubernetesJob;
}

/**
 * Throws a `FlotillaError` while unfinished Jobs of another run exist. Of two orchestrators that start together, the
 * older continues.
 */
export async function expectNoOtherRun(
  cluster: ClusterClient,
  own: OwnRun,
  signal: AbortSignal,
): Promise<void> {
  for await (const { items } of cluster.pages(jobs, { app: 'inventory' }, signal)) {
    for (const item of items) {
      const job = readJob(item);
      if (jobEnd(job) === undefined && isOther(job, own)) throw busy(cluster, job);
    }
  }
}

function isOther(job: KubernetesJob, { runId, job: ours }: OwnRun): boolean {
  const { labels, uid } = job.metadata;
  if (labels.component === 'runner') return labels[label.run] !== runId;
  return labels.component === 'orchestrator' && uid !== ours.metadata.uid && isElder(job, ours);
}

function isElder({ metadata: one }: KubernetesJob, { metadata: other }: KubernetesJob): boolean {
  const [at, otherAt] = [Date.parse(one.creationTimestamp), Date.parse(other.creationTimestamp)];
  return at < otherAt || (at === otherAt && one.uid < other.uid);
}

function busy(
  { namespace }: ClusterClient,
  { metadata: { name, labels } }: KubernetesJob,
): FlotillaError {
  const run = labels[label.run];
  const whose = run === undefined ? `Job "${name}"` : `run ${run} (Job "${name}")`;
  return new FlotillaError(
    'Cluster',
    `${whose} is still in progress in namespace "${namespace}"; wait for its end, or delete the orchestrator's Job that owns it`,
  );
}
