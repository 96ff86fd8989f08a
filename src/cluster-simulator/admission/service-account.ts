/** The identity of a pod: its service account must exist, and its API token is mounted unless that is disabled. */

import { type Cluster, nameSuffix } from '../cluster.ts';
import type { Container, NewObject, PodSpec, StoredObject, Volume } from '../object.ts';
import { resources } from '../resources.ts';
import { forbidden } from '../status.ts';

const tokenFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Throws `Forbidden` when the service account does not exist. */
export function accountOfPod(cluster: Cluster, namespace: string, pod: NewObject): StoredObject {
  const name = (pod.spec as PodSpec).serviceAccountName ?? 'default';
  const account = cluster.store.get('serviceaccounts', namespace, name);
  if (account) return account;
  const why = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
  throw forbidden(resources.pods, pod.metadata?.name ?? '', why);
}

export function withAccount(cluster: Cluster, account: StoredObject, spec: PodSpec): PodSpec {
  const { name } = account.metadata;
  const named = { ...spec, serviceAccountName: name, serviceAccount: name };
  const automount = spec.automountServiceAccountToken ?? account.automountServiceAccountToken;
  if (automount === false) return named;
  const isMissing = (container: Container) =>
    !container.volumeMounts?.some(({ mountPath }) => mountPath === tokenFolder);
  const volume = tokenVolume(`kube-api-access-${nameSuffix(cluster)}`);
  const mounted = (container: Container): Container =>
    isMissing(container) ? withMount(container, volume.name, tokenFolder) : container;
  return withVolume(mapContainers(named, mounted), volume);
}

export function withMount(container: Container, name: string, mountPath: string): Container {
  const mount = { name, readOnly: true, mountPath };
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
}

export function withVolume(spec: PodSpec, volume: Volume): PodSpec {
  return { ...spec, volumes: [...(spec.volumes ?? []), volume] };
}

export function mapContainers(spec: PodSpec, map: (container: Container) => Container): PodSpec {
  const { initContainers } = spec;
  return {
    ...spec,
    ...(initContainers && { initContainers: initContainers.map(map) }),
    containers: spec.containers.map(map),
  };
}

/** The API server grants an hour and seven seconds: these are the tokens that it may extend. */
function tokenVolume(name: string): Volume {
  const items = [{ key: 'ca.crt', path: 'ca.crt' }];
  const namespace = { path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } };
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items } },
        { downwardAPI: { items: [namespace] } },
      ],
    },
  };
}
