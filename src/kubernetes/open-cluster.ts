/**
 * The Kubernetes client: five requests on one namespace. The official client library is larger than all of Flotilla,
 * and no more than this is needed.
 */

import * as z from 'zod';
import type { Clock } from '../model/clock.ts';
import { type ApiServer, type KubernetesHttp, openHttp } from './http.ts';
import type { KubernetesResourceType } from './objects.ts';
import { ClusterRefusal, isTransient } from './refusal.ts';

export interface ClusterClientOptions extends ApiServer {
  readonly namespace: string;
  readonly clock: Clock;
  /** Spreads retries: at least 0, less than 1. */
  readonly random?: () => number;
}

/** `{ app: 'inventory' }`: objects that carry all of them. */
export type KubernetesLabels = Readonly<Record<string, string>>;

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: unknown;
}

interface ObjectPage {
  readonly items: readonly unknown[];
  /** Of the listing: a watch from this version misses nothing. */
  readonly resourceVersion: string;
}

/** Temporary errors (429, 5xx, the network) are retried; everything else is thrown as a `ClusterRefusal`. */
export interface ClusterClient {
  readonly namespace: string;
  get(resource: KubernetesResourceType, name: string, signal?: AbortSignal): Promise<unknown>;
  create(resource: KubernetesResourceType, object: object, signal?: AbortSignal): Promise<unknown>;
  pages(
    resource: KubernetesResourceType,
    labels: KubernetesLabels,
    signal?: AbortSignal,
  ): AsyncGenerator<ObjectPage>;
  /** Ends when the server ends it after `seconds`; throws when the connection breaks. */
  watch(
    resource: KubernetesResourceType,
    options: WatchOptions,
    signal?: AbortSignal,
  ): AsyncGenerator<WatchEvent>;
  close(): void;
}

interface WatchOptions {
  readonly labels: KubernetesLabels;
  readonly resourceVersion: string;
  readonly seconds: number;
}

const pageSize = 500;
/** Extra time for the server's end of a watch to arrive. */
const graceMs = 30_000;
const maxAttempts = 8;
const firstDelayMs = 250;
const longestDelayMs = 15_000;

export function openCluster(options: ClusterClientOptions): ClusterClient {
  const { namespace } = options;
  const http = openHttp(options);
  const persistent = retrying(http, options);
  const pathOf = (
    { api, plural }: KubernetesResourceType,
    query: Readonly<Record<string, string>> = {},
  ) => `/${api}/namespaces/${namespace}/${plural}?${new URLSearchParams(query)}`;
  return {
    namespace,
    get: (resource, name, signal) =>
      persistent({ method: 'GET', path: pathOf(resource).replace('?', `/${name}`), signal }),
    create: (resource, body, signal) =>
      persistent({ method: 'POST', path: pathOf(resource), body, signal }),
    async *pages(resource, labels, signal) {
      const query = { labelSelector: selectorOf(labels), limit: String(pageSize) };
      let next: string | undefined;
      do {
        const path = pathOf(resource, { ...query, ...(next && { continue: next }) });
        const { items, metadata } = listSchema.parse(
          await persistent({ method: 'GET', path, signal }),
        );
        yield { items, resourceVersion: metadata.resourceVersion };
        next = metadata.continue;
      } while (next);
    },
    async *watch(resource, { labels, resourceVersion, seconds }, signal) {
      const path = pathOf(resource, {
        watch: 'true',
        labelSelector: selectorOf(labels),
        resourceVersion,
        timeoutSeconds: String(seconds),
      });
      // There may be no events until the server ends the watch; silence beyond that means a dead connection.
      const silenceMs = seconds * 1000 + graceMs;
      for await (const line of http.lines({ method: 'GET', path, silenceMs, signal }))
        yield changeOf(line);
    },
    close: http.close,
  };
}

const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(z.unknown()),
});

const changeSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'ERROR']),
  object: z.unknown(),
});

/** An error during a watch (the version is too old) arrives as one of its lines. */
function changeOf(line: unknown): WatchEvent {
  const { type, object } = changeSchema.parse(line);
  if (type !== 'ERROR') return { type, object };
  const { code = 500 } = object as { readonly code?: number };
  throw new ClusterRefusal(code, JSON.stringify(object));
}

function selectorOf(labels: KubernetesLabels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function retrying(
  http: KubernetesHttp,
  { clock, random = Math.random }: ClusterClientOptions,
): KubernetesHttp['json'] {
  return async (call) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await http.json(call);
      } catch (error) {
        call.signal?.throwIfAborted();
        if (!isTransient(error) || attempt === maxAttempts) throw error;
        await clock.sleep(waitMs(error, attempt, random), call.signal);
      }
    }
  };
}

/** As the server requests; otherwise with growing delays and jitter. */
function waitMs(error: unknown, attempt: number, random: () => number): number {
  const retryAfterMs = error instanceof ClusterRefusal ? error.retryAfterMs : undefined;
  return (
    retryAfterMs ?? (0.5 + random() / 2) * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt)
  );
}
