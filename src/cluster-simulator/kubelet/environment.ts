/** The variables of a container, in the order in which Kubernetes sets them. */

import type { Cluster } from '../cluster.ts';
import type { Container, Pod } from '../object.ts';
import { expand } from './expand.ts';
import { contentsOf, valueFrom } from './references.ts';

/** Throws `MissingReference` when a referenced object or key does not exist. */
export function environmentOf(
  cluster: Cluster,
  pod: Pod,
  container: Container,
): Readonly<Record<string, string>> {
  const env: Record<string, string> = {
    HOSTNAME: pod.metadata.name.slice(0, 63),
    ...serviceVariables(cluster),
    ...fromWholeMaps(cluster, pod, container),
  };
  for (const { name, value, valueFrom: source } of container.env ?? []) {
    const found = source ? valueFrom(cluster, pod, container, source) : expand(value ?? '', env);
    if (found !== undefined) env[name] = found;
  }
  return env;
}

/** The address of the API; empty as long as the cluster is not served. */
function serviceVariables({ endpoint }: Cluster): Readonly<Record<string, string>> {
  if (!endpoint) return {};
  const { host, port } = endpoint;
  return {
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: `${port}`,
    KUBERNETES_SERVICE_PORT_HTTPS: `${port}`,
  };
}

function fromWholeMaps(cluster: Cluster, pod: Pod, { envFrom = [] }: Container) {
  const all: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of envFrom) {
    const kind = configMapRef ? 'configmaps' : 'secrets';
    const ref = configMapRef ?? secretRef;
    if (!ref) continue;
    const contents = contentsOf(cluster, kind, pod.metadata.namespace ?? '', ref) ?? {};
    for (const [key, value] of Object.entries(contents)) all[`${prefix}${key}`] = value.toString();
  }
  return all;
}
