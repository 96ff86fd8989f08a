/** Pods that end without a fault of their own: evicted, or lost with their node. */

import { type Cluster, nowText } from '../cluster.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import { type Condition, isFinishedPod, type Pod } from '../object.ts';
import { deleteObject } from '../operations.ts';
import { resources } from '../resources.ts';

/** The pod is asked to stop and has its grace period. */
export function evict(cluster: Cluster, pod: Pod): void {
  const why = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  cluster.store.put('pods', disrupted(cluster, pod, why));
  const place = { resource: resources.pods, namespace: pod.metadata.namespace };
  deleteObject(cluster, place, pod.metadata.name);
}

/** Its containers disappear immediately, and then the pod does. */
export function loseNode(cluster: Cluster, kubelet: Kubelet, pod: Pod): void {
  const why = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };
  if (!isFinishedPod(pod)) {
    const lost = disrupted(cluster, pod, why);
    cluster.store.put('pods', { ...lost, status: { ...lost.status, phase: 'Failed' } });
  }
  kubelet.kill(pod.metadata.uid);
  const place = { resource: resources.pods, namespace: pod.metadata.namespace };
  deleteObject(cluster, place, pod.metadata.name, { gracePeriodSeconds: 0 });
}

function disrupted(
  cluster: Cluster,
  pod: Pod,
  why: { readonly reason: string; readonly message: string },
): Pod {
  const condition: Condition = {
    type: 'DisruptionTarget',
    status: 'True',
    ...why,
    lastTransitionTime: nowText(cluster),
  };
  const conditions = [...(pod.status.conditions ?? []), condition];
  return { ...pod, status: { ...pod.status, conditions } };
}
