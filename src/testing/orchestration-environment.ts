/** A simulated cluster with our manifests, a running orchestrator Job, and runners whose containers are simulated. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ContainerEnd,
  modelled,
  type PreparedContainer,
} from '../cluster-simulator/kubelet/containers.ts';
import type { Job, NewObject } from '../cluster-simulator/object.ts';
import { type ClusterOptions, simulateCluster } from '../cluster-simulator/simulate-cluster.ts';
import type { RunStart } from '../inventory/collect/run-start.ts';
import type { AccountJobResult } from '../inventory/orchestrate/job-result.ts';
import { runOf, sidecar } from '../inventory/orchestrate/names.ts';
import { type OrchestrateOptions, orchestrate } from '../inventory/orchestrate/orchestrate.ts';
import { findOrchestratorPod } from '../inventory/orchestrate/orchestrator-pod.ts';
import { localStore } from '../inventory/store/local-store.ts';
import { type ClusterClient, openCluster } from '../kubernetes/open-cluster.ts';
import type { Account } from '../model/account.ts';
import { virtualClock } from '../simulator/index.ts';
import { namespace } from './inventory-namespace.ts';
import { fillManifests } from './kubernetes-manifests.ts';

/** AWS's own policies: one account lists them for all. */
export const policies = { service: 'IAM', type: 'aws_managed_policy' };

export interface OrchestrationEnvironmentOptions
  extends Pick<ClusterOptions, 'podsAtOnce' | 'historySize'> {
  readonly accounts?: number;
  readonly parallelism?: number;
  /** Result of a runner's container, except the sidecar's. Default: success. */
  readonly work?: (
    container: RunnerContainer,
    signal: AbortSignal,
  ) => Promise<ContainerEnd> | ContainerEnd;
}

export interface RunnerContainer extends PreparedContainer {
  readonly accountId: string;
}

export const succeeded: ContainerEnd = {
  exitCode: 0,
  message: '{"status":"complete","records":10,"gaps":0,"calls":20,"throttles":1}',
};

/** Waits until it is aborted. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function accountsNumbered(count: number): Account[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(100_000_000_001 + index);
    return { id, name: `account-${index + 1}` };
  });
}

export async function openOrchestrationEnvironment({
  accounts = 5,
  parallelism = 3,
  work,
  ...options
}: OrchestrationEnvironmentOptions = {}) {
  const clock = virtualClock();
  const cluster = simulateCluster({
    clock,
    pageSize: 2,
    ...options,
    containers: modelled((container, signal) => {
      const accountId = container.podLabels['flotilla/account'];
      if (accountId === undefined) return hang(signal);
      if (container.name === sidecar) return hang(signal);
      return work?.({ ...container, accountId }, signal) ?? succeeded;
    }),
  });
  const variables = {
    BILLING_ACCOUNT_ID: '1',
    SECURITY_ACCOUNT_ID: '2',
    CRON_SCHEDULE: '0 0 * * 0',
  };
  for (const manifest of fillManifests(variables)) cluster.apply(manifest as unknown as NewObject);
  const served = await cluster.serve();
  const open = (): ClusterClient =>
    openCluster({
      url: served.url,
      certificateAuthority: served.certificateAuthority,
      namespace,
      token: async () => cluster.token(namespace, 'aws-inventory-orchestrator-sa'),
      clock,
      random: () => 0.5,
    });
  const client = open();
  const never = new AbortController().signal;
  const begun = async (name: string) => {
    cluster.startJob(namespace, 'aws-inventory-orchestrator', name);
    await clock.advance(0);
    const [pod] = cluster.list('pods', namespace, `batch.kubernetes.io/job-name=${name}`);
    const self = await findOrchestratorPod(client, pod?.metadata.name ?? '', never);
    return { self, run: runOf(self.job, 'same') };
  };
  const own = await begun('orchestrator');
  const store = localStore(mkdtempSync(join(tmpdir(), 'flotilla-orchestrate-')));
  const everybody = accountsNumbered(accounts);

  const optionsFor = (more: Partial<OrchestrateOptions>): OrchestrateOptions => ({
    cluster: client,
    store,
    run: own.run,
    accounts: everybody,
    once: [policies],
    skipped: [],
    job: {
      runId: own.run.runId,
      namespace,
      image: own.self.image,
      imagePullPolicy: own.self.imagePullPolicy,
      placement: own.self.placement,
      owner: own.self.owner,
      assume: [],
      collect: [],
      upload: [],
      deadlineSeconds: 7200,
      retries: 1,
      keepSeconds: 86_400,
      cpu: '250m',
      memory: '256Mi',
    },
    catalogueVersion: 'v1',
    formats: ['ndjson', 'recon'],
    parallelism,
    clock,
    signal: never,
    ...more,
  });

  return {
    clock,
    cluster,
    served,
    client,
    store,
    accounts: everybody,
    own,
    begun,
    /** Runs to the end, or until `each` throws. */
    async run(
      more: Partial<OrchestrateOptions> = {},
      each: (end: AccountJobResult, count: number) => void = () => {},
    ) {
      const ends: AccountJobResult[] = [];
      const running = orchestrate(optionsFor(more));
      for (;;) {
        const next = await running.next();
        if (next.done) return { ends, summary: next.value };
        ends.push(next.value);
        each(next.value, ends.length);
      }
    },
    runners: () => cluster.list('jobs', namespace, 'component=runner') as readonly Job[],
    created: () => cluster.calls.counts['create jobs'] ?? 0,
    read: async (place: RunStart, file: string) =>
      store.read(`inventory/${place.date.replaceAll('-', '/')}/${place.runId}/${file}`),
    async [Symbol.asyncDispose]() {
      client.close();
      await cluster.stop();
    },
  };
}

export type OrchestrationEnvironment = Awaited<ReturnType<typeof openOrchestrationEnvironment>>;

/** Checks the condition after each turn of the event loop, because requests use real sockets. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
