/** Requests to the API in process, and watches whose lines are read as they come. */

import type { ApiRequest } from '../cluster-simulator/api/request.ts';
import type { SimulatedCluster } from '../cluster-simulator/simulate-cluster.ts';

interface ClientResponse {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

// biome-ignore lint/suspicious/noExplicitAny: API responses, of which tests read parts.
type Body = any;

export interface ApiClient {
  call(method: string, path: string, body?: unknown, contentType?: string): ClientResponse;
  watch(path: string): WatchStream;
}

interface WatchStream {
  readonly events: readonly { readonly type: string; readonly object: Body }[];
  readonly isOver: () => boolean;
  leave(): void;
}

export function clusterApiClient(
  cluster: SimulatedCluster,
  token = cluster.administratorToken,
): ApiClient {
  const send = (method: string, path: string, body?: unknown, contentType = 'application/json') => {
    const url = new URL(path, 'https://localhost');
    const request: ApiRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
      body: body === undefined ? '' : JSON.stringify(body),
    };
    return cluster.request(request);
  };
  return {
    call: (method, path, body, contentType) => {
      const response = send(method, path, body, contentType);
      if (response === 'lost') throw new Error('the connection was broken');
      if (typeof response.body !== 'string') throw new Error('this is a stream');
      const isJson = response.headers['content-type'] === 'application/json';
      return { ...response, body: isJson ? JSON.parse(response.body) : response.body };
    },
    watch: (path) => {
      const response = send('GET', path);
      if (response === 'lost' || typeof response.body === 'string') {
        throw new Error(`not a watch: ${JSON.stringify(response)}`);
      }
      const events: { type: string; object: Body }[] = [];
      let isOver = false;
      const leave = response.body({
        write: (text) => {
          for (const line of text.trim().split('\n')) events.push(JSON.parse(line));
        },
        end: () => {
          isOver = true;
        },
      });
      return { events, isOver: () => isOver, leave };
    },
  };
}
