/** References of pods: fields of their own, keys of config maps and secrets, resource amounts of their containers. */

import type { Cluster } from '../cluster.ts';
import { nodeName } from '../cluster.ts';
import type { Container, EnvVarSource, Labels, Pod, StoredObject } from '../object.ts';
import { containersOf } from '../object.ts';
import { parseQuantity } from '../quantity.ts';

/** A reference of the pod does not exist yet; the kubelet waits for it. */
export class MissingReference extends Error {
  override readonly name = 'MissingReference';
}

export const nodeAddress = '10.0.0.1';

/** The contents of a config map or secret by key; undefined when it is optional and missing. */
export function contentsOf(
  { store }: Cluster,
  kind: 'configmaps' | 'secrets',
  namespace: string,
  { name = '', optional }: { readonly name?: string; readonly optional?: boolean },
): Readonly<Record<string, Buffer>> | undefined {
  const found = store.get(kind, namespace, name);
  if (found) return kind === 'secrets' ? decoded(found.data) : plain(found);
  if (optional) return undefined;
  throw new MissingReference(`${kind === 'secrets' ? 'secret' : 'configmap'} "${name}" not found`);
}

export function valueFrom(
  cluster: Cluster,
  pod: Pod,
  container: Container,
  source: EnvVarSource,
): string | undefined {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source;
  if (fieldRef) return fieldValue(pod, fieldRef.fieldPath);
  if (resourceFieldRef) return amountOf(pod, container.name, resourceFieldRef);
  const ref = configMapKeyRef ?? secretKeyRef;
  if (!ref) return undefined;
  const kind = configMapKeyRef ? 'configmaps' : 'secrets';
  const namespace = pod.metadata.namespace ?? '';
  const value = contentsOf(cluster, kind, namespace, ref)?.[ref.key];
  if (value !== undefined || ref.optional) return value?.toString();
  throw new MissingReference(`couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}`);
}

export function fieldValue({ metadata, spec, status }: Pod, path: string): string {
  const [, map = '', key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map !== '') return metadata[map as 'labels' | 'annotations']?.[key] ?? '';
  const known: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': lines(metadata.labels),
    'metadata.annotations': lines(metadata.annotations),
    'spec.nodeName': nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.podIP': status.podIP,
    'status.hostIP': nodeAddress,
  };
  const value = known[path];
  if (value === undefined) throw new MissingReference(`unsupported fieldPath: ${path}`);
  return value;
}

/** The nodes are alike; a container without a limit has the capacity of a node. */
const nodeCapacity: Readonly<Record<string, number>> = { cpu: 16, memory: 64 * 2 ** 30 };

export function amountOf(
  pod: Pod,
  ownName: string,
  ref: NonNullable<EnvVarSource['resourceFieldRef']>,
): string {
  const { resource, containerName = ownName, divisor = '0' } = ref;
  const container = containersOf(pod.spec).find(({ name }) => name === containerName);
  const [side = '', name = ''] = resource.split('.');
  const submitted = container?.resources?.[side as 'requests' | 'limits']?.[name];
  const fallback = side === 'limits' ? nodeCapacity[name] : 0;
  const amount = submitted === undefined ? fallback : parseQuantity(submitted);
  if (amount === undefined) throw new MissingReference(`unsupported resource: ${resource}`);
  return `${Math.ceil(amount / (parseQuantity(divisor) || 1))}`;
}

function lines(map: Labels = {}): string {
  const pairs = Object.entries(map).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.sort().join('\n');
}

function decoded(data: unknown): Readonly<Record<string, Buffer>> {
  const entries = Object.entries((data ?? {}) as Labels);
  return Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text, 'base64')]));
}

function plain({ data, binaryData }: StoredObject): Readonly<Record<string, Buffer>> {
  const entries = Object.entries((data ?? {}) as Labels);
  const texts = Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text)]));
  return { ...texts, ...decoded(binaryData) };
}
