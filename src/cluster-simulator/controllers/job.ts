/**
 * The Job controller: runs one pod at a time until one has succeeded, the back-off limit or the deadline is reached,
 * or the failure policy rules out a retry.
 */

import { type Cluster, nowText } from '../cluster.ts';
import { recordEvent } from '../events.ts';
import {
  type Condition,
  isFinishedJob,
  isFinishedPod,
  type Job,
  type JobStatus,
  type Pod,
} from '../object.ts';
import { createObject, deleteObject, setStatus } from '../operations.ts';
import { resources } from '../resources.ts';
import { ApiError } from '../status.ts';
import type { ObjectChange } from '../store.ts';
import { judge } from './pod-failure-policy.ts';
import { podOf } from './pod-of-job.ts';
import { type JobFailure, reasonToFail } from './reason-to-fail.ts';

/** State of a Job that is not written into it. */
interface Progress {
  /** Pods whose end has been counted. */
  readonly counted: Set<string>;
  /** Pods that were stopped because the Job is suspended: their end does not count as a failure. */
  readonly suspended: Set<string>;
  /** Consecutive failures; they lengthen the back-off between pods. */
  failures: number;
  /** No pod is created earlier. */
  notBefore: number;
  failedCreates: number;
  /** Why the Job has to fail. */
  failing: JobFailure | undefined;
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 360_000;
const firstCreateBackoffMs = 1_000;
const longestCreateBackoffMs = 60_000;

export function runJobController(cluster: Cluster): void {
  const known = new Map<string, Progress>();
  const controller = { cluster, known };
  cluster.store.subscribe((change) => {
    if (change.resource === 'pods') return notePod(controller, change);
    if (change.resource !== 'jobs') return;
    const job = change.object as Job;
    if (change.type === 'DELETED') known.delete(job.metadata.uid);
    else syncSoon(controller, job.metadata);
  });
}

interface Controller {
  readonly cluster: Cluster;
  readonly known: Map<string, Progress>;
}

interface Named {
  readonly uid: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

function syncSoon(controller: Controller, { uid, namespace, name }: Named): void {
  controller.cluster.tasks.enqueue(`job ${uid}`, () => {
    const job = controller.cluster.store.get('jobs', namespace, name) as Job | undefined;
    if (job?.metadata.uid === uid) sync(controller, job);
  });
}

function progressOf({ known }: Controller, { uid }: Named): Progress {
  const found = known.get(uid);
  if (found) return found;
  const fresh: Progress = {
    counted: new Set(),
    suspended: new Set(),
    failures: 0,
    notBefore: 0,
    failedCreates: 0,
    failing: undefined,
  };
  known.set(uid, fresh);
  return fresh;
}

function notePod(controller: Controller, { type, object }: ObjectChange): void {
  const owner = object.metadata.ownerReferences?.find(
    ({ kind, controller }) => kind === 'Job' && controller,
  );
  if (!owner) return;
  const { namespace } = object.metadata;
  const named = { uid: owner.uid, name: owner.name, namespace };
  // Counted when its turn comes, with the pod as it was then: it may be deleted by the next change.
  controller.cluster.tasks.enqueue(
    `pod ${object.metadata.uid} ${object.metadata.resourceVersion}`,
    () => {
      const job = controller.cluster.store.get('jobs', namespace, owner.name) as Job | undefined;
      if (job?.metadata.uid !== owner.uid) return;
      if (!isFinishedJob(job)) count(controller, job, object as Pod, type === 'DELETED');
      syncSoon(controller, named);
    },
  );
}

/** Adds the end of a pod to the Job's counters, once. */
function count(controller: Controller, job: Job, pod: Pod, isGone: boolean): void {
  const progress = progressOf(controller, job.metadata);
  const { uid, deletionTimestamp } = pod.metadata;
  const isReplacedEarly =
    deletionTimestamp !== undefined && job.spec.podReplacementPolicy !== 'Failed';
  const isOver = isFinishedPod(pod) || isGone || isReplacedEarly;
  if (!isOver || progress.counted.has(uid)) return;
  progress.counted.add(uid);
  if (progress.suspended.has(uid)) return;
  const { status } = job;
  if (pod.status.phase === 'Succeeded') {
    changeStatus(controller, job, { ...status, succeeded: (status.succeeded ?? 0) + 1 });
    return;
  }
  const verdict = judge(job, pod);
  if (verdict.action === 'Ignore') return;
  if (verdict.action === 'FailJob') {
    progress.failing ??= { reason: 'PodFailurePolicy', message: verdict.message };
  }
  progress.failures++;
  const wait = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (progress.failures - 1));
  progress.notBefore = controller.cluster.clock.now() + wait;
  changeStatus(controller, job, { ...status, failed: (status.failed ?? 0) + 1 });
}

function sync(controller: Controller, job: Job): void {
  if (isFinishedJob(job) || job.metadata.deletionTimestamp !== undefined) return;
  if ((job.status.succeeded ?? 0) >= 1) complete(controller, job);
  else resume(controller, job);
}

function resume(controller: Controller, job: Job): void {
  const { cluster } = controller;
  const progress = progressOf(controller, job.metadata);
  // A Job may also own objects other than pods, for example Jobs that its pods created.
  const owned = cluster.store.ownedBy(job.metadata.uid);
  const pods = owned.flatMap(({ resource, object }) =>
    resource === 'pods' ? [object as Pod] : [],
  );
  const running = pods.filter((pod) => !isFinishedPod(pod));
  const active = running.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const isSuspended = job.spec.suspend === true;
  if (isSuspended) for (const { metadata } of active) progress.suspended.add(metadata.uid);
  const started = isSuspended ? suspend(controller, job) : start(controller, job);
  progress.failing ??= reasonToFail(cluster.clock.now(), started, progress.failures, active);
  const shown = changed(controller, started, countedStatus(started, running, active));
  const waitsForEnd = job.spec.podReplacementPolicy === 'Failed' && running.length > 0;
  if (progress.failing) fail(controller, shown, progress.failing, running);
  else if (isSuspended) stopPods(cluster, active);
  else if (active.length === 0 && !waitsForEnd) createWhenDue(controller, shown, progress);
}

function countedStatus({ status }: Job, running: readonly Pod[], active: readonly Pod[]) {
  const ready = active.filter(({ status }) =>
    status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
  );
  const terminating = running.length - active.length;
  return { ...status, active: active.length, terminating, ready: ready.length };
}

/** The deadline counts from now on. */
function start(controller: Controller, job: Job): Job {
  if (job.status.startTime !== undefined) return job;
  const { cluster } = controller;
  const { activeDeadlineSeconds } = job.spec;
  if (activeDeadlineSeconds !== undefined) {
    cluster.timers.after(activeDeadlineSeconds * 1000, () => syncSoon(controller, job.metadata));
  }
  const resumed = job.status.conditions
    ?.filter(({ type }) => type === 'Suspended')
    .map((): Condition => condition(cluster, 'Suspended', 'False', resumedFor));
  const conditions = resumed && { conditions: resumed };
  return changed(controller, job, { ...job.status, startTime: nowText(cluster), ...conditions });
}

const suspendedFor = { reason: 'JobSuspended', message: 'Job suspended' };
const resumedFor = { reason: 'JobResumed', message: 'Job resumed' };

/** A resumed Job has its whole time again. */
function suspend(controller: Controller, job: Job): Job {
  const { startTime: _, ...status } = job.status;
  const isReported = status.conditions?.some(
    (one) => one.type === 'Suspended' && one.status === 'True',
  );
  if (isReported) return changed(controller, job, status);
  const conditions = [condition(controller.cluster, 'Suspended', 'True', suspendedFor)];
  return changed(controller, job, { ...status, conditions });
}

function complete(controller: Controller, job: Job): void {
  const { cluster } = controller;
  const why = {
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  };
  const conditions = [
    ...(job.status.conditions ?? []),
    condition(cluster, 'SuccessCriteriaMet', 'True', why),
    condition(cluster, 'Complete', 'True', why),
  ];
  const finished = { active: 0, ready: 0, terminating: 0, completionTime: nowText(cluster) };
  changeStatus(controller, job, { ...job.status, ...finished, conditions });
  recordJobEvent(cluster, job, 'Normal', 'Completed', 'Job completed');
}

/** Failed is set when no pod is running any more; FailureTarget is set before. */
function fail(controller: Controller, job: Job, why: JobFailure, running: readonly Pod[]): void {
  const { cluster } = controller;
  const conditions = job.status.conditions ?? [];
  const isReported = conditions.some(({ type }) => type === 'FailureTarget');
  const reported = isReported
    ? conditions
    : [...conditions, condition(cluster, 'FailureTarget', 'True', why)];
  if (running.length > 0) {
    changeStatus(controller, job, { ...job.status, conditions: reported });
    stopPods(cluster, running);
    return;
  }
  const finished = { active: 0, ready: 0, terminating: 0 };
  changeStatus(controller, job, {
    ...job.status,
    ...finished,
    conditions: [...reported, condition(cluster, 'Failed', 'True', why)],
  });
  recordJobEvent(cluster, job, 'Warning', why.reason, why.message);
}

function stopPods(cluster: Cluster, pods: readonly Pod[]): void {
  for (const { metadata } of pods) {
    if (metadata.deletionTimestamp !== undefined) continue;
    deleteObject(
      cluster,
      { resource: resources.pods, namespace: metadata.namespace },
      metadata.name,
    );
  }
}

function createWhenDue(controller: Controller, job: Job, progress: Progress): void {
  const { cluster } = controller;
  const wait = progress.notBefore - cluster.clock.now();
  if (wait > 0) {
    cluster.timers.after(wait, () => syncSoon(controller, job.metadata));
    return;
  }
  const place = { resource: resources.pods, namespace: job.metadata.namespace };
  try {
    const { metadata } = createObject(cluster, place, podOf(job));
    progress.failedCreates = 0;
    recordJobEvent(cluster, job, 'Normal', 'SuccessfulCreate', `Created pod: ${metadata.name}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const backoff = Math.min(
      longestCreateBackoffMs,
      firstCreateBackoffMs * 2 ** progress.failedCreates++,
    );
    progress.notBefore = cluster.clock.now() + backoff;
    recordJobEvent(cluster, job, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    cluster.timers.after(backoff, () => syncSoon(controller, job.metadata));
  }
}

function changeStatus(controller: Controller, job: Job, status: JobStatus): void {
  changed(controller, job, status);
}

/** Writes only changes, or every write would trigger the next. */
function changed({ cluster }: Controller, job: Job, status: JobStatus): Job {
  const isSame = JSON.stringify(status) === JSON.stringify(job.status);
  return isSame ? job : setStatus(cluster, resources.jobs, job, status);
}

function condition(
  cluster: Cluster,
  type: string,
  status: 'True' | 'False',
  { reason, message }: JobFailure,
): Condition {
  const now = nowText(cluster);
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

function recordJobEvent(
  cluster: Cluster,
  job: Job,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  recordEvent(cluster, job, { type, reason, message, component: 'job-controller' });
}
