/** The result of an account from its finished Job and the containers of its pod. */

import {
  jobEnd,
  type KubernetesJob,
  type KubernetesPod,
  podSchema,
  pods,
} from '../../kubernetes/objects.ts';
import type { ClusterClient } from '../../kubernetes/open-cluster.ts';
import type { RunKey } from '../collect/run-start.ts';
import { emptyLine, lineOf } from '../collect/run-summary.ts';
import { manifestFile } from '../layout.ts';
import type { AccountLine, AccountManifest } from '../record.ts';
import { type CollectedReport, readCollected, readFailure } from '../runner/report.ts';
import type { InventoryStore } from '../store/store.ts';
import { label, labelsOfRun, sidecar } from './names.ts';

export interface AccountJobResult {
  readonly line: AccountLine;
  /** One line for people about the failure: `assume: AccessDenied: …`. */
  readonly detail?: string;
  readonly calls: number;
  readonly throttles: number;
  /** Whether it has listed what is the same in every account. Absent where it was not to, or has failed. */
  readonly once?: 'listed' | 'unknown';
}

export interface JobResultSources {
  readonly cluster: ClusterClient;
  readonly store: InventoryStore;
  readonly run: RunKey;
  readonly signal: AbortSignal;
}

type Named = { readonly id: string; readonly name?: string };

/** For a Job that has ended. Throws when neither the cluster nor the bucket can be read. */
export async function readJobResult(
  ending: JobResultSources,
  job: KubernetesJob,
  account: Named,
): Promise<AccountJobResult> {
  const end = jobEnd(job);
  const pod = await lastPod(ending, account.id);
  if (!end?.succeeded) return failedResult(account, pod, end?.why ?? '');
  const report = readCollected(terminated(pod, 'inventory')?.message);
  return report ? collectedResult(account, report) : readUploadedResult(ending, account);
}

/** Used when the Job is gone, or left no message. */
export async function readUploadedResult(
  { store, run }: Pick<JobResultSources, 'store' | 'run'>,
  account: Named,
): Promise<AccountJobResult> {
  const text = await store.read(manifestFile(run.date, run.runId, account.id));
  if (text === undefined) {
    const detail = 'its Job has succeeded, but there is no manifest in the bucket';
    return { line: emptyLine(account, 'failed', 'NoManifest'), detail, calls: 0, throttles: 0 };
  }
  const manifest = JSON.parse(text) as AccountManifest;
  const calls = manifest.entries.reduce((sum, entry) => sum + entry.calls, 0);
  return { line: lineOf(manifest), calls, throttles: 0 };
}

function collectedResult({ id, name }: Named, report: CollectedReport): AccountJobResult {
  const { status, records, gaps, calls, throttles } = report;
  const named = name !== undefined && { accountName: name };
  return { line: { accountId: id, ...named, status, records, gaps }, calls, throttles };
}

/** The reason of the container that failed; without one (the deadline, a pod that never started), that of the Job. */
export function failedResult(
  account: Named,
  pod: KubernetesPod | undefined,
  why: string,
): AccountJobResult {
  const container = statuses(pod).find(
    ({ name, state }) => name !== sidecar && (state.terminated?.exitCode ?? 0) !== 0,
  );
  const counts = { calls: 0, throttles: 0 };
  if (!container) {
    const waiting = statuses(pod).find(({ state }) => isStuck(state.waiting?.reason))?.state
      .waiting;
    const reason = waiting?.reason ?? (why.split(':', 1)[0] || 'Unknown');
    return { line: emptyLine(account, 'failed', reason), detail: oneLine(why), ...counts };
  }
  const { exitCode, reason = '', message } = container.state.terminated ?? {};
  const failure = readFailure(message);
  const code = failure?.code ?? (reason === 'Error' || reason === '' ? `Exit${exitCode}` : reason);
  const failureMessage = failure?.message ?? oneLine(message ?? '') ?? '';
  const detail = [container.name, code, failureMessage].filter((part) => part !== '').join(': ');
  return { line: emptyLine(account, 'failed', code), detail, ...counts };
}

/** These are normal while a pod starts; any other reason to wait is an error. */
function isStuck(reason: string | undefined): boolean {
  return reason !== undefined && reason !== 'PodInitializing' && reason !== 'ContainerCreating';
}

/** By our own labels: the names of the Job controller's labels differ between versions. */
async function lastPod(
  { cluster, run, signal }: JobResultSources,
  accountId: string,
): Promise<KubernetesPod | undefined> {
  let last: KubernetesPod | undefined;
  const labels = { ...labelsOfRun(run.runId), [label.account]: accountId };
  for await (const { items } of cluster.pages(pods, labels, signal)) {
    for (const item of items) {
      const pod = podSchema.parse(item);
      if (!last || createdAt(pod) >= createdAt(last)) last = pod;
    }
  }
  return last;
}

const createdAt = ({ metadata }: KubernetesPod) => Date.parse(metadata.creationTimestamp);

function statuses(pod: KubernetesPod | undefined) {
  return pod ? [...pod.status.initContainerStatuses, ...pod.status.containerStatuses] : [];
}

function terminated(pod: KubernetesPod | undefined, name: string) {
  return statuses(pod).find((status) => status.name === name)?.state.terminated;
}

/** The message may be log output. */
function oneLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}

/** Whether the Job also lists the entries that are listed once per run. */
export function listsOncePerRun({ metadata }: KubernetesJob): boolean {
  return metadata.labels[label.once] === 'true';
}
