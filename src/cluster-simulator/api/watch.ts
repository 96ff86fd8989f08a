/** Watches: every change of the selected objects since a revision, one line each. */

import type { Cluster } from '../cluster.ts';
import { type ApiResource, apiVersionOf } from '../resources.ts';
import { type Selection, selectedName, selects } from '../selectors.ts';
import { badRequest, expired, failure, invalid, unsupported } from '../status.ts';
import type { ObjectChange } from '../store.ts';
import { textOf } from './list.ts';
import type { ApiResponse, ResponseSink } from './request.ts';

interface WatchRequest {
  readonly resource: ApiResource;
  readonly selection: Selection;
  readonly query: URLSearchParams;
}

export interface Watches {
  open(request: WatchRequest): ApiResponse;
  /** Breaks all connections immediately. */
  disconnect(): void;
  /** Sends all watches an error that their revision is too old, and ends them. */
  expire(): void;
  count(): number;
}

interface Watch {
  readonly selection: Selection;
  readonly sink: ResponseSink;
  end(): void;
}

const bookmarkEveryMs = 60_000;

export function createWatches(cluster: Cluster): Watches {
  const byResource = new Map<string, WatchSet>();
  const all = new Set<Watch>();
  cluster.store.subscribe((change) => {
    const set = byResource.get(change.resource);
    if (!set) return;
    for (const watch of set.anyName) send(watch, change);
    for (const watch of set.byName.get(change.object.metadata.name) ?? []) send(watch, change);
  });
  const open = (request: WatchRequest): ApiResponse => {
    const { resource, query } = request;
    checkWatchRequest(resource, query);
    const backlog = backlogOf(cluster, request);
    return {
      code: 200,
      headers: { 'content-type': 'application/json' },
      body: (sink) => {
        const watch = startWatch(cluster, request, sink, backlog);
        all.add(watch);
        const leave = enter(byResource, request, watch);
        const end = watch.end;
        watch.end = () => {
          all.delete(watch);
          leave();
          end();
        };
        return watch.end;
      },
    };
  };
  return {
    open,
    disconnect: () => {
      for (const watch of all) watch.end();
    },
    expire: () => {
      for (const watch of all) {
        const status = failure(410, 'Expired', 'too old resource version');
        watch.sink.write(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
        watch.end();
      }
    },
    count: () => all.size,
  };
}

/** Watches of a single object are kept apart: thousands of them must not be checked for every change. */
interface WatchSet {
  readonly anyName: Set<Watch>;
  readonly byName: Map<string, Set<Watch>>;
}

function enter(all: Map<string, WatchSet>, { resource, selection }: WatchRequest, watch: Watch) {
  const set = all.get(resource.plural) ?? { anyName: new Set(), byName: new Map() };
  all.set(resource.plural, set);
  const name = selectedName(selection);
  if (name === undefined) {
    set.anyName.add(watch);
    return () => void set.anyName.delete(watch);
  }
  const named = set.byName.get(name) ?? new Set();
  set.byName.set(name, named.add(watch));
  return () => {
    named.delete(watch);
    if (named.size === 0) set.byName.delete(name);
  };
}

function checkWatchRequest(resource: ApiResource, query: URLSearchParams): void {
  if (query.has('sendInitialEvents')) {
    const message =
      'Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
    throw invalid({ ...resource, kind: 'ListOptions', group: 'meta.k8s.io' }, '', [
      { reason: 'FieldValueForbidden', field: 'sendInitialEvents', message },
    ]);
  }
  const revision = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(revision)) throw badRequest(`Invalid value: "${revision}": resourceVersion`);
  if (resource.plural === 'resourcequotas') throw unsupported('watches of resourcequotas');
}

/** The changes that the client has missed or, without a revision, the current objects. */
function backlogOf(
  cluster: Cluster,
  { resource, selection, query }: WatchRequest,
): readonly ObjectChange[] {
  const from = Number(query.get('resourceVersion') ?? '0');
  const { store } = cluster;
  if (from === 0) {
    return store.list(resource.plural, selection).map((object) => ({
      type: 'ADDED',
      resource: resource.plural,
      object,
      previous: undefined,
      revision: Number(object.metadata.resourceVersion),
    }));
  }
  const changes = store.since(resource.plural, from);
  if (changes) return changes;
  throw expired(`too old resource version: ${from} (${store.revision()})`);
}

function startWatch(
  cluster: Cluster,
  { resource, selection, query }: WatchRequest,
  sink: ResponseSink,
  backlog: readonly ObjectChange[],
): Watch {
  let isOver = false;
  const watch: Watch = {
    selection,
    sink,
    end: () => {
      if (!isOver) sink.end();
      isOver = true;
    },
  };
  for (const change of backlog) send(watch, change);
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  const isMarked = query.get('allowWatchBookmarks') === 'true';
  const mark = () => {
    if (isOver) return;
    bookmark(cluster, resource, sink);
    cluster.timers.after(bookmarkEveryMs, mark);
  };
  if (isMarked) cluster.timers.after(bookmarkEveryMs, mark);
  if (seconds > 0) {
    cluster.timers.after(seconds * 1000, () => {
      if (isMarked && !isOver) bookmark(cluster, resource, sink);
      watch.end();
    });
  }
  return watch;
}

function bookmark({ store }: Cluster, resource: ApiResource, sink: ResponseSink): void {
  const object = {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: { resourceVersion: `${store.revision()}`, creationTimestamp: null },
  };
  sink.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
}

/** An object that enters the selection is reported as added, and one that leaves it as deleted. */
function send({ selection, sink }: Watch, { type, object, previous }: ObjectChange): void {
  const isIn = type !== 'DELETED' && selects(selection, object);
  const wasIn = previous !== undefined && selects(selection, previous);
  if (!isIn && !wasIn) return;
  const seen = isIn ? (wasIn ? 'MODIFIED' : 'ADDED') : 'DELETED';
  sink.write(`{"type":"${seen}","object":${textOf(object)}}\n`);
}
