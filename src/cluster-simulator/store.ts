/**
 * The objects of the cluster and their history: every change has the next revision, and the recent ones let a watch
 * resume. Objects are replaced, never changed, so that every reference is a snapshot.
 */

import type { StoredObject } from './object.ts';
import type { ResourceName } from './resources.ts';
import { equalities, type Selection, selectedName, selects } from './selectors.ts';

export interface ObjectChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ResourceName;
  readonly object: StoredObject;
  /** The previous object; undefined when it is new. */
  readonly previous: StoredObject | undefined;
  readonly revision: number;
}

export interface Store {
  revision(): number;
  get(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
  ): StoredObject | undefined;
  /** In the order of namespaces and names. */
  list(resource: ResourceName, selection: Selection): readonly StoredObject[];
  /** Creates or replaces it, with the next revision. */
  put(resource: ResourceName, object: StoredObject): StoredObject;
  delete(resource: ResourceName, object: StoredObject): void;
  /** Objects that name this object as an owner. */
  ownedBy(uid: string): readonly OwnedObject[];
  /** The changes after a revision; undefined when they are no longer available. */
  since(resource: ResourceName, revision: number): readonly ObjectChange[] | undefined;
  /** Forgets the history. */
  compact(): void;
  subscribe(listener: (change: ObjectChange) => void): () => void;
}

interface OwnedObject {
  readonly resource: ResourceName;
  readonly object: StoredObject;
}

/** `historySize` is the number of changes of each resource that can be watched afterwards. */
export function createStore(historySize: number): Store {
  const tables = new Map<ResourceName, Table>();
  const owned = new Map<string, Map<string, OwnedObject>>();
  const listeners = new Set<(change: ObjectChange) => void>();
  // A new cluster has written objects of its own before the first client.
  let revision = 1_000;
  let compactedAt = revision;

  const table = (resource: ResourceName): Table => {
    const found = tables.get(resource);
    if (found) return found;
    const made = { objects: new Map(), labelled: new Map(), history: [], knownSince: compactedAt };
    tables.set(resource, made);
    return made;
  };
  const notify = (change: ObjectChange) => {
    recordChange(table(change.resource), change, historySize);
    for (const listener of listeners) listener(change);
  };
  return {
    revision: () => revision,
    get: (resource, namespace, name) => table(resource).objects.get(keyOf(namespace, name)),
    list: (resource, selection) => listOf(table(resource), selection),
    put: (resource, object) => {
      const { objects, labelled } = table(resource);
      const key = keyOfObject(object);
      const previous = objects.get(key);
      revision++;
      const metadata = { ...object.metadata, resourceVersion: `${revision}` };
      const stored = { ...object, metadata };
      objects.set(key, stored);
      indexLabels(labelled, key, { previous, stored });
      indexOwners(owned, { resource, previous, stored });
      const type = previous ? 'MODIFIED' : 'ADDED';
      notify({ type, resource, object: stored, previous, revision });
      return stored;
    },
    delete: (resource, object) => {
      const { objects, labelled } = table(resource);
      const key = keyOfObject(object);
      const previous = objects.get(key);
      if (!previous) return;
      revision++;
      objects.delete(key);
      indexLabels(labelled, key, { previous, stored: undefined });
      indexOwners(owned, { resource, previous, stored: undefined });
      const metadata = { ...previous.metadata, resourceVersion: `${revision}` };
      notify({ type: 'DELETED', resource, object: { ...previous, metadata }, previous, revision });
    },
    ownedBy: (uid) => [...(owned.get(uid)?.values() ?? [])],
    since: (resource, from) => {
      const { history, knownSince } = table(resource);
      if (from < knownSince || from < compactedAt) return undefined;
      return history.slice(firstAfter(history, from));
    },
    compact: () => {
      compactedAt = revision;
      for (const one of tables.values()) one.history = [];
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

interface Table {
  readonly objects: Map<string, StoredObject>;
  /** Keys by `label=value`, so that the pods of one job are found without a scan. */
  readonly labelled: Map<string, Set<string>>;
  history: ObjectChange[];
  knownSince: number;
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function keyOfObject({ metadata }: StoredObject): string {
  return keyOf(metadata.namespace, metadata.name);
}

function listOf(table: Table, selection: Selection): readonly StoredObject[] {
  const found = candidates(table, selection).filter((object) => selects(selection, object));
  return found
    .map((object) => ({ object, key: keyOfObject(object) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ object }) => object);
}

function candidates({ objects, labelled }: Table, selection: Selection): StoredObject[] {
  const name = selectedName(selection);
  if (name !== undefined && selection.namespace !== undefined) {
    const object = objects.get(keyOf(selection.namespace, name));
    return object ? [object] : [];
  }
  const sets = equalities(selection).map(({ key, value }) => labelled.get(`${key}=${value}`));
  if (sets.length === 0) return [...objects.values()];
  const smallest = sets.reduce((a, b) => ((a?.size ?? 0) <= (b?.size ?? 0) ? a : b));
  return [...(smallest ?? [])].flatMap((key) => objects.get(key) ?? []);
}

interface Replacement {
  readonly previous: StoredObject | undefined;
  readonly stored: StoredObject | undefined;
}

function indexLabels(labelled: Map<string, Set<string>>, key: string, change: Replacement): void {
  const [before, after] = [change.previous?.metadata.labels, change.stored?.metadata.labels];
  if (before === after) return;
  for (const pair of pairsOf(before)) {
    const keys = labelled.get(pair);
    keys?.delete(key);
    if (keys?.size === 0) labelled.delete(pair);
  }
  for (const pair of pairsOf(after)) {
    const keys = labelled.get(pair) ?? new Set();
    labelled.set(pair, keys.add(key));
  }
}

function pairsOf(labels: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}

function indexOwners(
  owned: Map<string, Map<string, OwnedObject>>,
  { resource, previous, stored }: Replacement & { readonly resource: ResourceName },
): void {
  for (const { uid } of previous?.metadata.ownerReferences ?? []) {
    const all = owned.get(uid);
    all?.delete(previous?.metadata.uid ?? '');
    if (all?.size === 0) owned.delete(uid);
  }
  for (const { uid } of stored?.metadata.ownerReferences ?? []) {
    const all = owned.get(uid) ?? new Map<string, OwnedObject>();
    if (stored) all.set(stored.metadata.uid, { resource, object: stored });
    owned.set(uid, all);
  }
}

function recordChange(table: Table, change: ObjectChange, historySize: number): void {
  table.history.push(change);
  // Cut seldom, so that each change costs the same for any length of history.
  if (table.history.length < 2 * historySize) return;
  table.history = table.history.slice(-historySize);
  table.knownSince = (table.history[0]?.revision ?? change.revision) - 1;
}

function firstAfter(history: readonly ObjectChange[], revision: number): number {
  let [low, high] = [0, history.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((history[middle]?.revision ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
