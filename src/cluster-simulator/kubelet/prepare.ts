/** Prepares the inputs of a container before it starts. */

import { join } from 'node:path';
import { nodeName } from '../cluster.ts';
import type { Pod } from '../object.ts';
import type { PreparedContainer } from './containers.ts';
import { environmentOf } from './environment.ts';
import { expand } from './expand.ts';
import { append, type ContainerLog } from './logs.ts';
import type { PodRuntime } from './pod-runtime.ts';
import type { ContainerRecord } from './pod-status.ts';

export interface Prepared {
  readonly container: PreparedContainer;
  readonly log: ContainerLog;
  readonly messageFile: () => string | undefined;
}

/** Throws `MissingReference` when a referenced object or key does not exist. */
export function prepare(
  runtime: PodRuntime,
  pod: Pod,
  { container, restarts }: ContainerRecord,
): Prepared {
  const { cluster, volumes, logs } = runtime;
  const env = environmentOf(
    cluster,
    { ...pod, status: { ...pod.status, podIP: runtime.record.podIP } },
    container,
  );
  const log = logs.open(pod.metadata.uid, container.name);
  let messageFile: string | undefined;
  const words = (list: readonly string[]) => list.map((word) => expand(word, env));
  return {
    log,
    messageFile: () => messageFile,
    container: {
      namespace: runtime.namespace,
      pod: runtime.name,
      podUid: runtime.uid,
      podLabels: pod.metadata.labels ?? {},
      serviceAccount: pod.spec.serviceAccountName ?? 'default',
      node: nodeName,
      name: container.name,
      image: container.image ?? '',
      command: container.command && words(container.command),
      args: words(container.args ?? []),
      env,
      workingDir: container.workingDir,
      mounts: (container.volumeMounts ?? []).map(({ name, mountPath, readOnly, subPath = '' }) => ({
        mountPath,
        readOnly: readOnly === true,
        folder: () => join(volumes.folderOf(name), subPath),
      })),
      restarts,
      terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
      terminationMessageFile: () => {
        messageFile ??= volumes.fileFor(container.name);
        return messageFile;
      },
      print: (text) => append(log, text),
    },
  };
}
