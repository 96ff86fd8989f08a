/** Requests to the API server: with its own certificate authority, a token that is read each time, and JSON bodies. */

import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { ClusterRefusal } from './refusal.ts';

export interface ApiServer {
  /** `https://10.0.0.1:443`. */
  readonly url: string;
  /** Of the server's certificate, PEM. */
  readonly certificateAuthority: string;
  /** Called for each request: the kubelet renews tokens while we run. */
  readonly token: () => Promise<string>;
}

interface KubernetesRequest {
  readonly method: 'GET' | 'POST';
  /** Including its query. */
  readonly path: string;
  readonly body?: object;
  /** A connection without data for this long is dead. Default: a minute. */
  readonly silenceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface KubernetesHttp {
  /** Throws a `ClusterRefusal`, or a network error. */
  json(call: KubernetesRequest): Promise<unknown>;
  /** A streaming response: one JSON text per line. Ends when the server ends it. */
  lines(call: KubernetesRequest): AsyncGenerator<unknown>;
  close(): void;
}

const defaultSilenceMs = 60_000;

export function openHttp({ url, certificateAuthority, token }: ApiServer): KubernetesHttp {
  const agent = new Agent({ keepAlive: true, ca: certificateAuthority });
  const send = async (call: KubernetesRequest): Promise<IncomingMessage> => {
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${await token()}`,
      ...(call.body && { 'content-type': 'application/json' }),
    };
    const response = await respond(new URL(call.path, url), { ...call, headers, agent });
    const { statusCode = 0 } = response;
    if (statusCode < 300) return response;
    throw new ClusterRefusal(statusCode, await textOf(response), response.headers['retry-after']);
  };
  return {
    json: async (call) => JSON.parse(await textOf(await send(call))),
    async *lines(call) {
      let rest = '';
      for await (const chunk of (await send(call)).setEncoding('utf8')) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line !== '') yield JSON.parse(line);
      }
    },
    close: () => agent.destroy(),
  };
}

interface SendOptions extends KubernetesRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
}

function respond(url: URL, sending: SendOptions): Promise<IncomingMessage> {
  const { method, body, signal, headers, agent, silenceMs: timeout = defaultSilenceMs } = sending;
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent, timeout, ...(signal && { signal }) };
    const sent = request(url, options, resolve);
    sent.once('error', reject);
    // Also emitted while the response is read, which then ends with this error.
    sent.once('timeout', () => sent.destroy(silence(timeout)));
    sent.end(body && JSON.stringify(body));
  });
}

function silence(ms: number): Error {
  const error = new Error(`the API server was silent for ${ms} ms`);
  return Object.assign(error, { code: 'ETIMEDOUT' });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}
