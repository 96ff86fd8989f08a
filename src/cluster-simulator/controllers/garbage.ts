/**
 * Garbage collection: objects without an owner are deleted, and an owner that waits for its dependents is deleted
 * last.
 */

import type { Cluster } from '../cluster.ts';
import type { StoredObject } from '../object.ts';
import { deleteObject, foreground, settleFinalizers } from '../operations.ts';
import { allResources, type ResourceName, resources } from '../resources.ts';
import { everything } from '../selectors.ts';

export function collectGarbage(cluster: Cluster): void {
  cluster.store.subscribe(({ type, resource, object }) => {
    const { uid } = object.metadata;
    if (type === 'DELETED') {
      cluster.tasks.enqueue(`abandoned ${uid}`, () => deleteOwned(cluster, uid));
      for (const owner of object.metadata.ownerReferences ?? []) {
        cluster.tasks.enqueue(`owner ${owner.uid}`, () => releaseFinalizer(cluster, object, owner));
      }
      return;
    }
    if (!isWaiting(object)) return;
    cluster.tasks.enqueue(`waiting ${uid}`, () => {
      deleteOwned(cluster, uid);
      finish(cluster, resource, object);
    });
  });
}

/** Objects are deleted with their namespace. */
export function emptyNamespaces(cluster: Cluster): void {
  cluster.store.subscribe(({ type, resource, object }) => {
    if (type !== 'DELETED' || resource !== 'namespaces') return;
    const namespace = object.metadata.name;
    cluster.tasks.enqueue(`namespace ${namespace}`, () => {
      for (const each of allResources.filter(({ namespaced }) => namespaced)) {
        for (const one of cluster.store.list(each.plural, { ...everything, namespace })) {
          cluster.store.delete(each.plural, one);
        }
      }
    });
  });
}

function isWaiting({ metadata }: StoredObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(foreground)
  );
}

/** Objects with another owner that still exists remain. */
function deleteOwned(cluster: Cluster, uid: string): void {
  for (const { resource, object } of cluster.store.ownedBy(uid)) {
    const { name, namespace, deletionTimestamp, ownerReferences = [] } = object.metadata;
    const isShared = ownerReferences.some(
      (owner) => owner.uid !== uid && exists(cluster, owner, object),
    );
    if (isShared || deletionTimestamp !== undefined) continue;
    const place = { resource: resources[resource], namespace };
    deleteObject(cluster, place, name, { propagationPolicy: 'Background' });
  }
}

function exists(
  { store }: Cluster,
  owner: { readonly kind: string; readonly name: string; readonly uid: string },
  { metadata: { namespace } }: StoredObject,
): boolean {
  const resource = allResources.find(({ kind }) => kind === owner.kind);
  if (!resource) return false;
  const found = store.get(resource.plural, resource.namespaced ? namespace : undefined, owner.name);
  return found?.metadata.uid === owner.uid;
}

function releaseFinalizer(
  cluster: Cluster,
  owned: StoredObject,
  owner: { readonly kind: string; readonly name: string },
): void {
  const resource = allResources.find(({ kind }) => kind === owner.kind);
  if (!resource) return;
  const namespace = resource.namespaced ? owned.metadata.namespace : undefined;
  const found = cluster.store.get(resource.plural, namespace, owner.name);
  if (found && isWaiting(found)) finish(cluster, resource.plural, found);
}

function finish(cluster: Cluster, name: ResourceName, { metadata }: StoredObject): void {
  if (cluster.store.ownedBy(metadata.uid).length > 0) return;
  const current = cluster.store.get(name, metadata.namespace, metadata.name);
  if (!current || current.metadata.uid !== metadata.uid) return;
  const finalizers = (current.metadata.finalizers ?? []).filter((one) => one !== foreground);
  const freed = { ...current, metadata: { ...current.metadata, finalizers } };
  settleFinalizers(cluster, resources[name], cluster.store.put(name, freed));
}
