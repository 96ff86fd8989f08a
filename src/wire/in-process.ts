/**
 * A request handler for SDK clients that replaces the network: serialization, signing, retries and credentials above
 * it are the real ones.
 */

import { Readable } from 'node:stream';
import {
  buildQueryString,
  type HttpHandler,
  type HttpRequest,
  HttpResponse,
} from '@smithy/core/protocols';
import { collectBytes } from './bytes.ts';
import { isRpc } from './locate.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { stoppable } from './stoppable.ts';

/** The client-wide settings that apply without a socket. */
export interface InProcessConfig {
  /** Milliseconds after which a call without a response fails with a `TimeoutError`; none by default. */
  requestTimeout?: number;
}

export function inProcessHandler(
  handle: (request: WireRequest) => Promise<WireResponse>,
): HttpHandler<InProcessConfig> {
  const config: InProcessConfig = {};
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle(request, { abortSignal, requestTimeout = config.requestTimeout } = {}) {
      const answer = async (signal: AbortSignal | undefined) => {
        const sent = await toWire(request, signal);
        return { response: fromWire(await handle(sent), isRpc(sent)) };
      };
      return stoppable(answer, abortSignal as AbortSignal | undefined, requestTimeout);
    },
    updateHttpClientConfig(key, value) {
      if (value === undefined) delete config[key];
      else config[key] = value;
    },
    httpHandlerConfigs: () => config,
  };
}

async function toWire(request: HttpRequest, signal: AbortSignal | undefined): Promise<WireRequest> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    headers[name.toLowerCase()] = request.headers[name] ?? '';
  }
  headers.host ??= request.port ? `${request.hostname}:${request.port}` : request.hostname;
  return {
    method: request.method,
    path: request.path,
    query: buildQueryString(request.query ?? {}),
    headers,
    body: await collectBytes(request.body),
    ...(signal && { signal }),
  };
}

/** Outputs with a blob as payload are read as a stream, and only REST has those; bytes are cheaper for all others. */
function fromWire({ status, headers, body }: WireResponse, buffered: boolean): HttpResponse {
  return new HttpResponse({
    statusCode: status,
    headers: { ...headers },
    body: buffered ? body : Readable.from(body.byteLength === 0 ? [] : [body]),
  });
}
