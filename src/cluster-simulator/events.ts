/** Events that the controllers record about an object. They are deleted after an hour. */

import { type Cluster, newUid, nowText } from './cluster.ts';
import type { StoredObject } from './object.ts';

const retentionMs = 3_600_000;

export interface EventDetails {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The reporting component: `job-controller`. */
  readonly component: string;
}

export function recordEvent(cluster: Cluster, about: StoredObject, details: EventDetails): void {
  const { name, namespace = 'default', uid, resourceVersion } = about.metadata;
  const now = nowText(cluster);
  const event = cluster.store.put('events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${cluster.random.text('0123456789abcdef', 16)}`,
      namespace,
      uid: newUid(cluster),
      resourceVersion: '',
      creationTimestamp: now,
    },
    involvedObject: {
      kind: about.kind,
      namespace,
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
    },
    type: details.type,
    reason: details.reason,
    message: details.message,
    source: { component: details.component },
    reportingComponent: details.component,
    reportingInstance: '',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  });
  cluster.timers.after(retentionMs, () => cluster.store.delete('events', event));
}
