/**
 * A Kubernetes cluster in this process: the API server, the controllers that Jobs need and a node, optionally with a
 * clock of its own. It is for tests and measurements of API clients. It does not schedule CronJobs: `startJob` starts
 * one. What it does not support it refuses by name, with HTTP 501.
 */

import { randomBytes } from 'node:crypto';
import { type Clock, wallClock } from '../model/clock.ts';
import { type IdentityProvider, identityProvider } from '../model/identity-provider.ts';
import { randomFrom } from '../model/random.ts';
import { throwLater } from '../model/throw-later.ts';
import { makeCertificates } from './api/certificates.ts';
import { createApiFaults, type RefusalRule } from './api/faults.ts';
import { createHandle } from './api/handle.ts';
import { serveApi } from './api/https-server.ts';
import { createLister } from './api/list.ts';
import type { ApiRequest, ApiResponse } from './api/request.ts';
import { createVerbs } from './api/verbs.ts';
import { createWatches } from './api/watch.ts';
import type { Cluster } from './cluster.ts';
import { evict, loseNode } from './controllers/disrupt.ts';
import { expireJobs } from './controllers/expire-jobs.ts';
import { collectGarbage, emptyNamespaces } from './controllers/garbage.ts';
import { runJobController } from './controllers/job.ts';
import { addNamespaceDefaults } from './controllers/namespaces.ts';
import { type Containers, modelled } from './kubelet/containers.ts';
import { runKubelet } from './kubelet/kubelet.ts';
import { createLedger } from './ledger.ts';
import type { Job, NewObject, Pod, StoredObject } from './object.ts';
import { createObject, deleteObject, getObject, replaceObject } from './operations.ts';
import { type ResourceName, resourceOf, resources } from './resources.ts';
import { everything, parseLabelSelector } from './selectors.ts';
import { startJob } from './start-job.ts';
import { badRequest, notFound, unsupported } from './status.ts';
import { createStore, type ObjectChange } from './store.ts';
import { createTaskQueue } from './task-queue.ts';
import { createTimers } from './timers.ts';
import { apiAudience, issueToken } from './tokens.ts';

export interface ClusterOptions {
  /** Default: the wall clock. `virtualClock()` is a manual one. */
  readonly clock?: Clock;
  /**
   * Signs the tokens of service accounts. A provider registered in a simulated organization makes them valid for its
   * STS.
   */
  readonly issuer?: IdentityProvider;
  /** Runs the containers. Default: all of them succeed immediately. */
  readonly containers?: Containers;
  /** Maximum number of pods on the node; more of them wait. Default: unlimited. */
  readonly podsAtOnce?: number;
  /** Maximum number of items per list page. Default 50. */
  readonly pageSize?: number;
  /** How many past changes of each resource a watch can start from. Default 1,000. */
  readonly historySize?: number;
  /** The region that the pod identity webhook of EKS sets. Default `eu-west-1`. */
  readonly region?: string;
  /** The same seed gives the same names. Default 1. */
  readonly seed?: string | number;
  /** Called with errors inside the simulator itself, and rejections of modelled containers. Default: they are thrown. */
  readonly onBug?: (error: unknown) => void;
}

export interface ServedCluster {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** PEM. */
  readonly certificateAuthority: string;
  close(): Promise<void>;
}

interface ApiCallCounts {
  /** By verb and resource: `create jobs`, `get pods/log`. Exact for any number of calls. */
  readonly counts: Readonly<Record<string, number>>;
  /** Maximum number of unfinished Jobs at any time. */
  readonly maxLiveJobs: number;
  /** Number of open watches. */
  readonly openWatches: number;
}

export interface SimulatedCluster {
  readonly clock: Clock;
  /** Bearer token of the administrator, who has all permissions. */
  readonly administratorToken: string;
  /** Performs one request in this process; `'lost'` when a fault has broken the connection. */
  request(request: ApiRequest): ApiResponse | 'lost';
  /** Serves the API on the loopback interface, with TLS. Pods that start from now on get its address. */
  serve(): Promise<ServedCluster>;
  /** Creates or replaces an object as administrator. Throws an `ApiError` when admission refuses it. */
  apply(object: NewObject): StoredObject;
  get(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
  ): StoredObject | undefined;
  list(resource: ResourceName, namespace?: string, labelSelector?: string): readonly StoredObject[];
  /** Deletes the object with its dependents. */
  remove(resource: ResourceName, namespace: string | undefined, name: string): void;
  /**
   * Starts a Job from a CronJob: with a name like `kubectl create job --from`, without one like its controller.
   * Undefined when nothing is started.
   */
  startJob(namespace: string, cronJobName: string, jobName?: string): Job | undefined;
  /** Creates a token of a service account. Default audience: the API's; default lifetime: an hour. */
  token(
    namespace: string,
    serviceAccount: string,
    request?: { readonly audience?: string; readonly expirationSeconds?: number },
  ): string;
  /** The output of a container so far; empty when it never ran. */
  log(namespace: string, pod: string, container: string): string;
  /** Adds a fault rule. Returns a function that removes it. */
  refuse(rule: RefusalRule): () => void;
  /** Ends all watches silently, as a restart of the API server does. */
  disconnectWatches(): void;
  /** Forgets the history: older watches and pages get 410, and open watches are closed with that error. */
  compact(): void;
  readonly calls: ApiCallCounts;
  /** Called for every change, when it is made. */
  watch(watcher: (change: ObjectChange) => void): () => void;
  /** The pod's node fails. */
  killPod(namespace: string, name: string): void;
  /** Evicts the pod through the Eviction API, with its grace period. */
  evictPod(namespace: string, name: string): void;
  /** Ends every container, server and timer, and removes the folders. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';

export function simulateCluster(options: ClusterOptions = {}): SimulatedCluster {
  const { clock = wallClock, onBug = throwLater } = options;
  const store = createStore(options.historySize ?? 1_000);
  const cluster: Cluster = {
    clock,
    timers: createTimers(clock, onBug),
    tasks: createTaskQueue(onBug),
    store,
    ledger: createLedger(store),
    random: randomFrom(options.seed ?? 1, 'cluster'),
    issuer: options.issuer ?? identityProvider(apiAudience),
    region: options.region ?? 'eu-west-1',
    administratorToken: randomBytes(24).toString('base64url'),
    endpoint: undefined,
  };
  const kubelet = runKubelet(cluster, {
    containers: options.containers ?? modelled(() => ({ exitCode: 0 })),
    podsAtOnce: options.podsAtOnce ?? Number.POSITIVE_INFINITY,
    onBug,
  });
  runJobController(cluster);
  expireJobs(cluster);
  collectGarbage(cluster);
  emptyNamespaces(cluster);
  addNamespaceDefaults(cluster);
  const watches = createWatches(cluster);
  const lister = createLister(cluster, options.pageSize ?? 50);
  const faults = createApiFaults();
  const counts: Record<string, number> = {};
  const handle = createHandle({
    cluster,
    verbs: createVerbs({ cluster, lister, watches, kubelet }),
    faults,
    count: (call) => {
      counts[call] = (counts[call] ?? 0) + 1;
    },
    onBug,
  });
  for (const name of ['default', 'kube-system']) {
    applyObject(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const servers = new Set<ServedCluster>();
  const podNamed = (namespace: string, name: string) =>
    getObject(cluster, { resource: resources.pods, namespace }, name) as Pod;

  return {
    clock,
    administratorToken: cluster.administratorToken,
    request: handle,
    serve: async () => {
      const certificates = await makeCertificates(host);
      const { port, close } = await serveApi(handle, host, certificates);
      const certificateAuthority = certificates.authority;
      cluster.endpoint = { host, port, certificateAuthority };
      publishCertificateAuthority(cluster);
      const served: ServedCluster = {
        host,
        port,
        url: `https://${host}:${port}`,
        certificateAuthority,
        close: async () => {
          servers.delete(served);
          await close();
        },
      };
      servers.add(served);
      return served;
    },
    apply: (object) => applyObject(cluster, object),
    get: (resource, namespace, name) => store.get(resource, namespace, name),
    list: (resource, namespace, labelSelector = '') =>
      store.list(resource, { namespace, labels: parseLabelSelector(labelSelector), fields: [] }),
    remove: (resource, namespace, name) => {
      const place = { resource: resources[resource], namespace };
      deleteObject(cluster, place, name, { propagationPolicy: 'Background' });
    },
    startJob: (namespace, cronJobName, jobName) =>
      startJob(cluster, namespace, cronJobName, jobName),
    token: (namespace, serviceAccount, request = {}) => {
      const token = issueToken(cluster, { namespace, serviceAccount, ...request });
      if (token === undefined) throw notFound(resources.serviceaccounts, serviceAccount);
      return token;
    },
    log: (namespace, pod, container) =>
      kubelet.findLog(podNamed(namespace, pod).metadata.uid, container, 'current')?.text ?? '',
    refuse: faults.add,
    disconnectWatches: watches.disconnect,
    compact: () => {
      store.compact();
      lister.forget();
      watches.expire();
    },
    get calls() {
      return {
        counts: { ...counts },
        maxLiveJobs: cluster.ledger.maxLiveJobs(),
        openWatches: watches.count(),
      };
    },
    watch: store.subscribe,
    killPod: (namespace, name) => loseNode(cluster, kubelet, podNamed(namespace, name)),
    evictPod: (namespace, name) => evict(cluster, podNamed(namespace, name)),
    stop: async () => {
      cluster.timers.stop();
      await kubelet.stop();
      for (const { close } of servers) await close();
    },
  };
}

function applyObject(cluster: Cluster, object: NewObject): StoredObject {
  const resource = resourceOf(object);
  if (!resource) throw unsupported(`${object.apiVersion} ${object.kind}`);
  const { namespace, name = '' } = object.metadata ?? {};
  if (resource.namespaced && namespace === undefined) {
    throw badRequest(`${resource.kind} "${name}" has no namespace`);
  }
  const place = { resource, namespace };
  const isThere = cluster.store.get(resource.plural, namespace, name) !== undefined;
  return isThere ? replaceObject(cluster, place, object) : createObject(cluster, place, object);
}

/** The certificate authority exists when the server is started; pods get it from a config map of their namespace. */
function publishCertificateAuthority({ store, endpoint }: Cluster): void {
  for (const map of store.list('configmaps', everything)) {
    if (map.metadata.name !== 'kube-root-ca.crt') continue;
    store.put('configmaps', { ...map, data: { 'ca.crt': endpoint?.certificateAuthority ?? '' } });
  }
}
