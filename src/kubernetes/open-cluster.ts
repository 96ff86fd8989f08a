/**
 * The only door to Kubernetes: five requests on one namespace. The client library that others use weighs more than all of
 * Flotilla, and we need no more than this.
 */

import { z } from 'zod';
import type { Clock } from '../model/clock.ts';
import { type Http, openHttp, type Server } from './http.ts';
import type { Resource } from './objects.ts';
import { ClusterRefusal, isPassing } from './refusal.ts';

export interface ClusterOptions extends Server {
  readonly namespace: string;
  readonly clock: Clock;
  /** Spreads retries: at least 0, less than 1. */
  readonly random?: () => number;
}

/** `{ app: 'inventory' }`: objects that carry all of them. */
export type Labels = Readonly<Record<string, string>>;

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: unknown;
}

export interface Page {
  readonly items: readonly unknown[];
  /** Of the listing: where a watch begins that misses nothing. */
  readonly resourceVersion: string;
}

/** What passes by itself (429, 5xx, the network) is tried again; everything else is thrown as a `ClusterRefusal`. */
export interface Cluster {
  readonly namespace: string;
  get(resource: Resource, name: string, signal?: AbortSignal): Promise<unknown>;
  create(resource: Resource, object: object, signal?: AbortSignal): Promise<unknown>;
  pages(resource: Resource, labels: Labels, signal?: AbortSignal): AsyncGenerator<Page>;
  /** Ends when the server ends it, as it was asked to after `seconds`; throws when the connection breaks. */
  watch(resource: Resource, options: WatchOptions, signal?: AbortSignal): AsyncGenerator<Change>;
  close(): void;
}

export interface WatchOptions {
  readonly labels: Labels;
  readonly resourceVersion: string;
  readonly seconds: number;
}

const pageSize = 500;
/** For the server's end of a watch to reach us. */
const graceMs = 30_000;
const mostAttempts = 8;
const firstDelayMs = 250;
const longestDelayMs = 15_000;

export function openCluster(options: ClusterOptions): Cluster {
  const { namespace } = options;
  const http = openHttp(options);
  const persistent = retrying(http, options);
  const pathOf = ({ api, plural }: Resource, query: Readonly<Record<string, string>> = {}) =>
    `/${api}/namespaces/${namespace}/${plural}?${new URLSearchParams(query)}`;
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
      // Nothing may happen until the server ends it; silence beyond that is a connection that nobody has told us is dead.
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

/** An error in the middle of a watch (the version is too old) comes as one of its lines. */
function changeOf(line: unknown): Change {
  const { type, object } = changeSchema.parse(line);
  if (type !== 'ERROR') return { type, object };
  const { code = 500 } = object as { readonly code?: number };
  throw new ClusterRefusal(code, JSON.stringify(object));
}

function selectorOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function retrying(http: Http, { clock, random = Math.random }: ClusterOptions): Http['json'] {
  return async (call) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await http.json(call);
      } catch (error) {
        call.signal?.throwIfAborted();
        if (!isPassing(error) || attempt === mostAttempts) throw error;
        await clock.sleep(waitMs(error, attempt, random), call.signal);
      }
    }
  };
}

/** As the server asks; otherwise longer each time, and not all at once. */
function waitMs(error: unknown, attempt: number, random: () => number): number {
  const asked = error instanceof ClusterRefusal ? error.retryAfterMs : undefined;
  return asked ?? (0.5 + random() / 2) * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
}
