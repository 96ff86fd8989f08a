/** A separate process that serves a simulated cluster with our manifests and a running orchestrator Job. */

import { modelled } from '../src/cluster-simulator/kubelet/containers.ts';
import type { NewObject } from '../src/cluster-simulator/object.ts';
import { simulateCluster } from '../src/cluster-simulator/simulate-cluster.ts';
import { wallClock } from '../src/model/clock.ts';
import { fillManifests } from '../src/testing/kubernetes-manifests.ts';

export interface ServedForBench {
  readonly url: string;
  readonly certificateAuthority: string;
  readonly token: string;
  /** Name of the orchestrator's pod. */
  readonly pod: string;
}

export interface ClusterReport {
  readonly requests: number;
  readonly created: number;
  readonly maxLiveJobs: number;
}

const namespace = 'inventory';
/** Long enough for the maximum number of Jobs to be active at once. */
const workMs = 100;
const message = '{"status":"complete","records":340,"gaps":0,"calls":724,"throttles":0}';

async function serve(): Promise<void> {
  const cluster = simulateCluster({
    pageSize: 500,
    containers: modelled(async ({ podLabels, name }) => {
      if (podLabels['flotilla/account'] === undefined) return new Promise(() => {});
      if (name === 'inventory') await wallClock.sleep(workMs);
      return { exitCode: 0, message };
    }),
  });
  const variables = {
    BILLING_ACCOUNT_ID: '1',
    SECURITY_ACCOUNT_ID: '2',
    CRON_SCHEDULE: '0 0 * * 0',
  };
  for (const manifest of fillManifests(variables)) cluster.apply(manifest as unknown as NewObject);
  cluster.startJob(namespace, 'aws-inventory-orchestrator', 'bench');
  const { url, certificateAuthority } = await cluster.serve();
  const [pod] = cluster.list('pods', namespace);
  const token = cluster.token(namespace, 'aws-inventory-orchestrator-sa', {
    expirationSeconds: 86_400,
  });
  process.on('message', () => {
    const { counts, maxLiveJobs } = cluster.calls;
    const requests = Object.values(counts).reduce((sum, count) => sum + count, 0);
    process.send?.({ requests, created: counts['create jobs'] ?? 0, maxLiveJobs });
  });
  process.send?.({ url, certificateAuthority, token, pod: pod?.metadata.name ?? '' });
}

await serve();
