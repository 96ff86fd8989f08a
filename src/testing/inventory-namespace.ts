/** A namespace with a service account that may run Jobs, and Jobs to run in it. */

import type { NewObject } from '../cluster-simulator/object.ts';
import type { SimulatedCluster } from '../cluster-simulator/simulate-cluster.ts';

export const namespace = 'inventory';

export function applyInventoryNamespace(cluster: SimulatedCluster): void {
  cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'orchestrator', namespace },
  });
  const access = 'rbac.authorization.k8s.io/v1';
  cluster.apply({
    apiVersion: access,
    kind: 'Role',
    metadata: { name: 'orchestrator', namespace },
    rules: [
      {
        apiGroups: ['batch'],
        resources: ['jobs'],
        verbs: ['create', 'delete', 'get', 'list', 'watch'],
      },
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  cluster.apply({
    apiVersion: access,
    kind: 'RoleBinding',
    metadata: { name: 'orchestrator', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'orchestrator' },
    subjects: [{ kind: 'ServiceAccount', name: 'orchestrator', namespace }],
  });
}

export const container = { name: 'main', image: 'example/app:1' };

export function jobNamed(name: string, spec: object = {}, podSpec: object = {}): NewObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      template: { spec: { restartPolicy: 'Never', containers: [container], ...podSpec } },
      ...spec,
    },
  };
}
