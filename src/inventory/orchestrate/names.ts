/** What a run's Jobs are called and how they are found again: all of it follows from the run and the account. */

import { jobSchema, type KubernetesJob } from '../../kubernetes/objects.ts';
import type { KubernetesLabels } from '../../kubernetes/open-cluster.ts';
import { newRun, type RunStart } from '../collect/run-start.ts';

export const label = {
  run: 'flotilla/run',
  account: 'flotilla/account',
  /** On the Job that also lists the entries that are listed once per run. */
  once: 'flotilla/once-per-run',
} as const;

/** Labels of every runner, in all runs. */
const runnerLabels: KubernetesLabels = { app: 'inventory', component: 'runner', cloud: 'aws' };

export function jobName(runId: string, accountId: string): string {
  return `inventory-${runId.toLowerCase()}-${accountId}`;
}

export function labelsOfRun(runId: string): KubernetesLabels {
  return { ...runnerLabels, [label.run]: runId };
}

/** A pod that is started again works for the same Job, which has begun once: so it is the same run. */
export function runOf(owner: KubernetesJob, fingerprint: string): RunStart {
  const { creationTimestamp, uid } = owner.metadata;
  return newRun(Date.parse(creationTimestamp), fingerprint, uid.replaceAll('-', '').slice(0, 6));
}

/** Throws for an object that is not a Job. */
export function readJob(object: unknown): KubernetesJob {
  return jobSchema.parse(object);
}
