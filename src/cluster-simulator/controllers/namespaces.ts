/** Every namespace has a default service account, and the certificate authority for its pods. */

import type { Cluster } from '../cluster.ts';
import { createObject } from '../operations.ts';
import { resources } from '../resources.ts';

export function addNamespaceDefaults(cluster: Cluster): void {
  cluster.store.subscribe(({ type, resource, object }) => {
    if (type !== 'ADDED' || resource !== 'namespaces') return;
    const namespace = object.metadata.name;
    createObject(
      cluster,
      { resource: resources.serviceaccounts, namespace },
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default' },
      },
    );
    createObject(
      cluster,
      { resource: resources.configmaps, namespace },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kube-root-ca.crt' },
        data: { 'ca.crt': cluster.endpoint?.certificateAuthority ?? '' },
      },
    );
  });
}
