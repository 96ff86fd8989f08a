/** Operations on objects, for requests, test administrators and controllers after authorization. */

import { isDeepStrictEqual } from 'node:util';
import { admitCreate, admitUpdate, checkForm, type FieldValidation } from './admission/admit.ts';
import { type Cluster, nameSuffix, newUid, nowText } from './cluster.ts';
import {
  isFinishedPod,
  type NewObject,
  type ObjectMeta,
  type Pod,
  type StoredObject,
} from './object.ts';
import type { ApiResource } from './resources.ts';
import { alreadyExists, badRequest, changedMeanwhile, conflict, notFound } from './status.ts';

export interface ResourceScope {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
}

export interface WriteOptions {
  readonly fieldValidation?: FieldValidation | undefined;
  readonly isDryRun?: boolean | undefined;
}

/** All of these throw an `ApiError` when the API server would refuse. */
export function createObject(
  cluster: Cluster,
  { resource, namespace }: ResourceScope,
  submitted: NewObject,
  { fieldValidation, isDryRun }: WriteOptions = {},
): StoredObject {
  const object = checkForm(resource, submitted, fieldValidation);
  checkNamespaceOf(object, namespace);
  const metadata = newMetadata(cluster, namespace, object.metadata ?? {});
  const named = { ...object, metadata } as StoredObject;
  const admitted = admitCreate(cluster, resource, named);
  if (cluster.store.get(resource.plural, namespace, metadata.name)) {
    throw alreadyExists(resource, metadata.name);
  }
  return isDryRun ? admitted : cluster.store.put(resource.plural, admitted);
}

export function getObject(cluster: Cluster, { resource, namespace }: ResourceScope, name: string) {
  const found = cluster.store.get(resource.plural, namespace, name);
  if (!found) throw notFound(resource, name);
  return found;
}

/**
 * `part` selects what the change applies to: the status has a path of its own, so that writers do not overwrite each
 * other.
 */
export function replaceObject(
  cluster: Cluster,
  scope: ResourceScope & { readonly part?: 'status' | undefined },
  submitted: NewObject,
  { fieldValidation, isDryRun }: WriteOptions = {},
): StoredObject {
  const { resource, namespace } = scope;
  const object = checkForm(resource, submitted, fieldValidation);
  checkNamespaceOf(object, namespace);
  const name = object.metadata?.name ?? '';
  const previous = getObject(cluster, scope, name);
  checkFresh(resource, previous, object.metadata ?? {});
  const next =
    scope.part === 'status'
      ? { ...previous, status: object.status }
      : merged(resource, previous, object);
  const admitted = scope.part ? next : admitUpdate(resource, previous, next);
  if (isDryRun || isDeepStrictEqual(admitted, previous)) return admitted;
  return settleFinalizers(cluster, resource, cluster.store.put(resource.plural, admitted));
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: Propagation | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly isDryRun?: boolean | undefined;
}

/** Returns the resulting object: deleted, or with its deletion time. */
export function deleteObject(
  cluster: Cluster,
  scope: ResourceScope,
  name: string,
  options: DeleteOptions = {},
): StoredObject {
  const { resource } = scope;
  const object = getObject(cluster, scope, name);
  checkPreconditions(resource, object, options);
  if (options.isDryRun) return object;
  const policy = options.propagationPolicy ?? defaultPropagation(resource);
  const held = [
    ...(object.metadata.finalizers ?? []),
    ...(policy === 'Foreground' ? [foreground] : []),
  ];
  if (policy === 'Orphan') orphan(cluster, object);
  if (held.length === 0 && !needsKubelet(resource, object, options)) {
    cluster.store.delete(resource.plural, object);
    return object;
  }
  return markDeleted(cluster, resource, object, { ...options, finalizers: [...new Set(held)] });
}

export const foreground = 'foregroundDeletion';

/** Jobs leave their pods behind by default: the API keeps its historical behaviour. */
export function defaultPropagation({ plural }: ApiResource): Propagation {
  return plural === 'jobs' ? 'Orphan' : 'Background';
}

export function setStatus<T extends StoredObject>(
  cluster: Cluster,
  resource: ApiResource,
  object: T,
  status: T['status'],
): T {
  return cluster.store.put(resource.plural, { ...object, status }) as T;
}

/** Removes one finalizer; the object is deleted with the last one. */
export function settleFinalizers(
  { store }: Pick<Cluster, 'store'>,
  resource: ApiResource,
  object: StoredObject,
): StoredObject {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) return object;
  if (!needsKubelet(resource, object, {})) store.delete(resource.plural, object);
  return object;
}

function newMetadata(
  cluster: Cluster,
  namespace: string | undefined,
  submitted: Partial<ObjectMeta>,
): ObjectMeta {
  const generated = submitted.generateName ? `${submitted.generateName}${nameSuffix(cluster)}` : '';
  return {
    ...submitted,
    name: submitted.name || generated,
    ...(namespace !== undefined && { namespace }),
    uid: newUid(cluster),
    resourceVersion: '',
    creationTimestamp: nowText(cluster),
  };
}

function checkNamespaceOf({ metadata }: NewObject, namespace: string | undefined): void {
  if (metadata?.namespace === undefined || metadata.namespace === namespace) return;
  throw badRequest(
    `the namespace of the provided object does not match the namespace sent on the request`,
  );
}

function checkFresh(
  resource: ApiResource,
  previous: StoredObject,
  submitted: Partial<ObjectMeta>,
): void {
  const { name, resourceVersion, uid } = previous.metadata;
  if (submitted.uid !== undefined && submitted.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${submitted.uid}, UID in object meta: ${uid}`;
    throw conflict(resource, name, why);
  }
  if ((submitted.resourceVersion ?? resourceVersion) === resourceVersion) return;
  throw conflict(resource, name, changedMeanwhile);
}

/** Fields of the server are unchanged. */
function merged(resource: ApiResource, previous: StoredObject, submitted: NewObject): StoredObject {
  const { uid, resourceVersion, creationTimestamp, deletionTimestamp } = previous.metadata;
  const hasStatus = resource.subresources.includes('status') || 'status' in previous;
  const isChanged = !isDeepStrictEqual(previous.spec, submitted.spec);
  const { generation } = previous.metadata;
  const metadata = {
    ...submitted.metadata,
    name: previous.metadata.name,
    ...(previous.metadata.namespace !== undefined && { namespace: previous.metadata.namespace }),
    uid,
    resourceVersion,
    creationTimestamp,
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    ...(generation !== undefined && { generation: generation + (isChanged ? 1 : 0) }),
  };
  const object = { ...submitted, metadata } as StoredObject;
  return hasStatus ? { ...object, status: previous.status } : object;
}

function checkPreconditions(
  resource: ApiResource,
  { metadata }: StoredObject,
  { preconditions = {} }: DeleteOptions,
): void {
  const { uid = metadata.uid, resourceVersion = metadata.resourceVersion } = preconditions;
  if (uid === metadata.uid && resourceVersion === metadata.resourceVersion) return;
  const why =
    uid === metadata.uid
      ? `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`
      : `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
  throw conflict(resource, metadata.name, why);
}

function orphan({ store }: Cluster, { metadata: { uid } }: StoredObject): void {
  for (const { resource, object } of store.ownedBy(uid)) {
    const ownerReferences = (object.metadata.ownerReferences ?? []).filter(
      (owner) => owner.uid !== uid,
    );
    store.put(resource, { ...object, metadata: { ...object.metadata, ownerReferences } });
  }
}

/** A running pod is deleted only when its containers have stopped, unless the grace period is zero. */
function needsKubelet(
  resource: ApiResource,
  object: StoredObject,
  options: DeleteOptions,
): boolean {
  if (resource.plural !== 'pods' || options.gracePeriodSeconds === 0) return false;
  const pod = object as Pod;
  return pod.spec.nodeName !== undefined && !isFinishedPod(pod);
}

function markDeleted(
  cluster: Cluster,
  resource: ApiResource,
  object: StoredObject,
  { finalizers, gracePeriodSeconds }: DeleteOptions & { readonly finalizers: readonly string[] },
): StoredObject {
  const { metadata } = object;
  const own = (object as Pod).spec?.terminationGracePeriodSeconds;
  const seconds = gracePeriodSeconds ?? (resource.plural === 'pods' ? (own ?? 30) : 0);
  const deletionTimestamp = metadata.deletionTimestamp ?? nowText(cluster);
  const marked = {
    ...metadata,
    deletionTimestamp,
    deletionGracePeriodSeconds: seconds,
    ...(finalizers.length > 0 && { finalizers }),
  };
  return cluster.store.put(resource.plural, { ...object, metadata: marked });
}
