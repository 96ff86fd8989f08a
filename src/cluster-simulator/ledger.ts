/** The usage of every namespace, counted as it changes: a quota reads it here and never scans all pods. */

import {
  isFinishedJob,
  isFinishedPod,
  isSidecar,
  type Job,
  type Pod,
  type StoredObject,
} from './object.ts';
import { parseQuantity } from './quantity.ts';
import { allResources, type ResourceName } from './resources.ts';
import { qualifiedName } from './status.ts';
import type { Store } from './store.ts';

export type Usage = Readonly<Record<string, number>>;

export interface Ledger {
  used(namespace: string): Usage;
  /** Maximum number of unfinished Jobs at any time, in all namespaces together. */
  maxLiveJobs(): number;
}

export function createLedger(store: Store): Ledger {
  const namespaces = new Map<string, Record<string, number>>();
  let [live, most] = [0, 0];
  store.subscribe(({ type, resource, object, previous }) => {
    const after = type === 'DELETED' ? undefined : object;
    const namespace = object.metadata.namespace ?? '';
    const used = namespaces.get(namespace) ?? {};
    namespaces.set(namespace, used);
    if (previous) add(used, usageOf(resource, previous), -1);
    if (after) add(used, usageOf(resource, after), 1);
    if (resource !== 'jobs') return;
    live += liveJobs(after) - liveJobs(previous);
    most = Math.max(most, live);
  });
  return {
    used: (namespace) => namespaces.get(namespace) ?? {},
    maxLiveJobs: () => most,
  };
}

/** The usage of one object in a quota. Finished pods count only as objects. */
export function usageOf(resource: ResourceName, object: StoredObject): Usage {
  const counted = countNames[resource];
  if (resource !== 'pods') return counted;
  const pod = object as Pod;
  return isFinishedPod(pod) ? counted : { ...counted, pods: 1, ...podAmounts(pod) };
}

/** `requests.cpu` and so on: the sum of containers and sidecars, or an init container with the sidecars before it. */
function podAmounts({ spec }: Pick<Pod, 'spec'>): Usage {
  const amounts: Record<string, number> = {};
  for (const side of ['requests', 'limits'] as const) {
    for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
      const of = (container: Pod['spec']['containers'][number]) =>
        parseQuantity(container.resources?.[side]?.[resource] ?? 0) ?? 0;
      let sidecars = 0;
      const initial = (spec.initContainers ?? []).map((container) => {
        const amount = sidecars + of(container);
        if (isSidecar(container)) sidecars = amount;
        return amount;
      });
      const together = spec.containers.reduce((sum, container) => sum + of(container), sidecars);
      const amount = Math.max(together, ...initial);
      if (amount > 0) amounts[`${side}.${resource}`] = amount;
    }
  }
  return amounts;
}

const countNames = Object.fromEntries(
  allResources.map((resource) => [resource.plural, { [`count/${qualifiedName(resource)}`]: 1 }]),
) as Readonly<Record<ResourceName, Usage>>;

function add(used: Record<string, number>, amounts: Usage, sign: 1 | -1): void {
  for (const name in amounts) used[name] = (used[name] ?? 0) + sign * (amounts[name] ?? 0);
}

function liveJobs(job: StoredObject | undefined): number {
  return job && !isFinishedJob(job as Job) ? 1 : 0;
}
