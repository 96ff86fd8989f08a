/** Names and labels of a run's Jobs: all of them derive from the run and the account. */

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

/** A restarted pod belongs to the same Job, so it has the same run. */
export function runOf(owner: KubernetesJob, fingerprint: string): RunStart {
  const { creationTimestamp, uid } = owner.metadata;
  return newRun(Date.parse(creationTimestamp), fingerprint, uid.replaceAll('-', '').slice(0, 6));
}

/** Throws for an object that is not a Job. */
export function readJob(object: unknown): KubernetesJob {
  return jobSchema.parse(object);
}

/** The container that renews credentials beside the others: how it ends says nothing about the account. */
export const sidecar = 'renew';
