/** The volumes of a pod as folders. They are created on first use: most pods of a test never need them. */

import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster } from '../cluster.ts';
import type { KeyToPath, Pod, Projection, Volume } from '../object.ts';
import { issueToken } from '../tokens.ts';
import { amountOf, contentsOf, fieldValue } from './references.ts';

export interface Volumes {
  folderOf(volume: string): string;
  /** A file of the kubelet's own for a container. */
  fileFor(container: string): string;
  remove(): void;
}

/** `root` returns the folder of all pods. */
export function createVolumes(cluster: Cluster, pod: Pod, root: () => string): Volumes {
  const made = new Map<string, string>();
  let isGone = false;
  const base = () => join(root(), pod.metadata.uid);
  return {
    folderOf: (name) => {
      const found = made.get(name);
      if (found !== undefined) return found;
      const folder = join(base(), 'volumes', name);
      mkdirSync(folder, { recursive: true });
      made.set(name, folder);
      const volume = pod.spec.volumes?.find((one) => one.name === name);
      if (volume) fill(cluster, pod, volume, { folder, isGone: () => isGone });
      return folder;
    },
    fileFor: (container) => {
      const folder = join(base(), 'containers', container);
      mkdirSync(folder, { recursive: true });
      const file = join(folder, 'termination-log');
      writeFileSync(file, '');
      made.set(` ${container}`, folder);
      return file;
    },
    remove: () => {
      isGone = true;
      if (made.size > 0) rmSync(base(), { recursive: true, force: true });
    },
  };
}

/** Throws `MissingReference` when a volume cannot be filled. */
export function checkVolumes(cluster: Cluster, pod: Pod): void {
  for (const { configMap, secret, projected } of pod.spec.volumes ?? []) {
    const sources: readonly Projection[] = [
      ...(configMap ? [{ configMap }] : []),
      ...(secret ? [{ secret: named(secret) }] : []),
      ...(projected?.sources ?? []),
    ];
    const namespace = pod.metadata.namespace ?? '';
    for (const source of sources) {
      if (source.configMap) contentsOf(cluster, 'configmaps', namespace, source.configMap);
      if (source.secret) contentsOf(cluster, 'secrets', namespace, source.secret);
    }
  }
}

interface Target {
  readonly folder: string;
  readonly isGone: () => boolean;
}

function fill(cluster: Cluster, pod: Pod, volume: Volume, target: Target): void {
  const { emptyDir, configMap, secret, downwardAPI, projected } = volume;
  if (emptyDir) chmodSync(target.folder, 0o777);
  const mode = (configMap ?? secret ?? downwardAPI ?? projected)?.defaultMode ?? 0o644;
  const sources: readonly Projection[] = [
    ...(configMap ? [{ configMap }] : []),
    ...(secret ? [{ secret: named(secret) }] : []),
    ...(downwardAPI ? [{ downwardAPI }] : []),
    ...(projected?.sources ?? []),
  ];
  for (const source of sources) project(cluster, pod, source, { ...target, mode });
}

function named({ secretName = '', ...secret }: NonNullable<Volume['secret']>) {
  return { ...secret, name: secretName };
}

interface ProjectionTarget extends Target {
  readonly mode: number;
}

function project(cluster: Cluster, pod: Pod, source: Projection, target: ProjectionTarget): void {
  const { serviceAccountToken, configMap, secret, downwardAPI } = source;
  if (serviceAccountToken) writeToken(cluster, pod, serviceAccountToken, target);
  const namespace = pod.metadata.namespace ?? '';
  if (configMap) {
    writeKeys(contentsOf(cluster, 'configmaps', namespace, configMap), configMap.items, target);
  }
  if (secret) writeKeys(contentsOf(cluster, 'secrets', namespace, secret), secret.items, target);
  for (const { path, fieldRef, resourceFieldRef } of downwardAPI?.items ?? []) {
    const text = fieldRef
      ? fieldValue(pod, fieldRef.fieldPath)
      : resourceFieldRef && amountOf(pod, '', resourceFieldRef);
    write(target, { path, content: Buffer.from(text ?? '') });
  }
}

function writeKeys(
  contents: Readonly<Record<string, Buffer>> = {},
  items: readonly KeyToPath[] | undefined,
  target: ProjectionTarget,
): void {
  const expected = items ?? Object.keys(contents).map((key): KeyToPath => ({ key, path: key }));
  for (const { key, path, mode } of expected) {
    const content = contents[key];
    if (content) write({ ...target, mode: mode ?? target.mode }, { path, content });
  }
}

function writeToken(
  cluster: Cluster,
  pod: Pod,
  request: NonNullable<Projection['serviceAccountToken']>,
  target: ProjectionTarget,
): void {
  if (target.isGone()) return;
  const { expirationSeconds = 3_600, audience, path } = request;
  const { namespace = '' } = pod.metadata;
  const serviceAccount = pod.spec.serviceAccountName ?? 'default';
  const token = issueToken(cluster, {
    namespace,
    serviceAccount,
    audience,
    expirationSeconds,
    pod,
  });
  write(target, { path, content: Buffer.from(token ?? '') });
  // The kubelet renews the token when four fifths of its lifetime have passed.
  const again = () => writeToken(cluster, pod, request, target);
  cluster.timers.after(expirationSeconds * 800, again);
}

function write(
  { folder, mode }: ProjectionTarget,
  { path, content }: { readonly path: string; readonly content: Buffer },
): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}
