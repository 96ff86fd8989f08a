/** Lists in pages: the next page continues from the snapshot of the first one, as long as it is kept. */

import type { Cluster } from '../cluster.ts';
import type { StoredObject } from '../object.ts';
import { type ApiResource, apiVersionOf } from '../resources.ts';
import type { Selection } from '../selectors.ts';
import { ApiError, badRequest, expired, unsupported } from '../status.ts';

interface ListRequest {
  readonly resource: ApiResource;
  readonly selection: Selection;
  readonly query: URLSearchParams;
}

export interface Lister {
  list(request: ListRequest): ListPage;
  /** Pages of existing snapshots can no longer be continued. */
  forget(): void;
}

export interface ListPage {
  readonly revision: number;
  readonly items: readonly StoredObject[];
  readonly next: string | undefined;
  readonly remaining: number;
}

interface Snapshot {
  readonly revision: number;
  readonly items: readonly StoredObject[];
}

/** Older snapshots are dropped: a client that is too slow gets 410 and starts again. */
const maxSnapshots = 100;

export function createLister(cluster: Cluster, pageSize: number): Lister {
  const snapshots = new Map<string, Snapshot>();
  let taken = 0;
  const take = ({ resource, selection, query }: ListRequest): Snapshot => {
    checkRevision(cluster, query);
    const { plural } = resource;
    return { revision: cluster.store.revision(), items: cluster.store.list(plural, selection) };
  };
  return {
    list: (request) => {
      const { id, from } = readToken(request.query.get('continue') ?? '');
      const snapshot = id === '' ? take(request) : snapshots.get(id);
      if (!snapshot) throw expired(continueExpired);
      const size = Math.min(Number(request.query.get('limit')) || pageSize, pageSize);
      const items = snapshot.items.slice(from, from + size);
      const remaining = snapshot.items.length - from - items.length;
      const { revision } = snapshot;
      if (remaining === 0) return { revision, items, next: undefined, remaining };
      const key = id === '' ? `${++taken}` : id;
      if (id === '') keepSnapshot(snapshots, key, snapshot);
      return { revision, items, next: writeToken(key, from + items.length), remaining };
    },
    forget: () => snapshots.clear(),
  };
}

export function listText(resource: ApiResource, page: ListPage): string {
  const { revision, items, next, remaining } = page;
  const head = JSON.stringify({
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: `${revision}`,
      ...(next !== undefined && { continue: next, remainingItemCount: remaining }),
    },
  });
  return `${head.slice(0, -1)},"items":[${items.map(textOf).join(',')}]}`;
}

const texts = new WeakMap<StoredObject, string>();

/** Serialized once, however many lists and watches use it. */
export function textOf(object: StoredObject): string {
  const found = texts.get(object);
  if (found !== undefined) return found;
  const text = JSON.stringify(object);
  texts.set(object, text);
  return text;
}

const continueExpired =
  'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.';

function checkRevision({ store }: Cluster, query: URLSearchParams): void {
  const expected = query.get('resourceVersion') ?? '';
  if (query.get('resourceVersionMatch') === 'Exact') {
    throw unsupported('lists with resourceVersionMatch "Exact"');
  }
  if (!/^\d*$/.test(expected)) throw badRequest(`resourceVersion: Invalid value: "${expected}"`);
  if (Number(expected) <= store.revision()) return;
  const message = `Too large resource version: ${expected}, current: ${store.revision()}`;
  throw new ApiError(504, 'Timeout', message, { retryAfterSeconds: 1 });
}

function keepSnapshot(snapshots: Map<string, Snapshot>, id: string, snapshot: Snapshot): void {
  snapshots.set(id, snapshot);
  const [oldest] = snapshots.keys();
  if (snapshots.size > maxSnapshots && oldest !== undefined) snapshots.delete(oldest);
}

function writeToken(id: string, from: number): string {
  return Buffer.from(`${id} ${from}`).toString('base64url');
}

function readToken(token: string): { id: string; from: number } {
  if (token === '') return { id: '', from: 0 };
  const [id = '', from = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  if (!/^\d+$/.test(id) || !/^\d+$/.test(from)) {
    throw badRequest('continue key is not valid: encoded key is not valid');
  }
  return { id, from: Number(from) };
}
