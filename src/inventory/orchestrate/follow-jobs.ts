/**
 * Streams changes of Jobs: a listing, then a watch until the server ends it, then a listing again. A broken or expired
 * watch is handled in the same way, so nothing is missed for longer than one watch.
 */

import { jobs, type KubernetesJob } from '../../kubernetes/objects.ts';
import type { ClusterClient, KubernetesLabels } from '../../kubernetes/open-cluster.ts';
import type { Clock } from '../../model/clock.ts';
import { readJob } from './names.ts';

export type JobEvent =
  | { readonly news: 'job'; readonly job: KubernetesJob }
  /** The Job was deleted. */
  | { readonly news: 'gone'; readonly name: string }
  /** From here on every existing Job is emitted … */
  | { readonly news: 'listing' }
  /** … up to here. */
  | { readonly news: 'listed'; readonly names: ReadonlySet<string> };

export interface FollowJobsOptions {
  readonly labels: KubernetesLabels;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Maximum duration of a watch. */
  readonly seconds?: number;
}

const watchSeconds = 300;
/** Minimum delay between watches that break at once. */
const pauseMs = 1_000;

/** Endless. Throws the error of a listing, after its retries. */
export async function* followJobs(
  cluster: ClusterClient,
  { labels, clock, signal, seconds = watchSeconds }: FollowJobsOptions,
): AsyncGenerator<JobEvent, never, undefined> {
  for (;;) {
    yield { news: 'listing' };
    const names = new Set<string>();
    let resourceVersion = '';
    for await (const page of cluster.pages(jobs, labels, signal)) {
      resourceVersion = page.resourceVersion;
      for (const item of page.items) {
        const job = readJob(item);
        names.add(job.metadata.name);
        yield { news: 'job', job };
      }
    }
    yield { news: 'listed', names };
    const begunAt = clock.now();
    try {
      const watching = { labels, resourceVersion, seconds };
      for await (const { type, object } of cluster.watch(jobs, watching, signal)) {
        const job = readJob(object);
        if (type === 'DELETED') yield { news: 'gone', name: job.metadata.name };
        else yield { news: 'job', job };
      }
    } catch {
      // A broken watch is followed by a listing, which either works or throws the reason.
      signal.throwIfAborted();
    }
    const elapsedMs = clock.now() - begunAt;
    if (elapsedMs < pauseMs) await clock.sleep(pauseMs - elapsedMs, signal);
  }
}
