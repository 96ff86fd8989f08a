/** The API on a port of the loopback interface, with TLS, for clients in other processes. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificates.ts';
import type { ApiHandler } from './handle.ts';
import type { ApiRequest } from './request.ts';

export interface ServedApi {
  readonly port: number;
  /** Ends idle and active connections. */
  close(): Promise<void>;
}

export async function serveApi(
  handle: ApiHandler,
  host: string,
  { certificate, key }: Certificates,
): Promise<ServedApi> {
  const options = { cert: certificate, key, keepAliveTimeout: 60_000 };
  const server = createServer(options, (incoming, outgoing) => respond(handle, incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server) };
}

function respond(handle: ApiHandler, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.once('error', () => outgoing.destroy());
  incoming.once('end', () => {
    const body = Buffer.concat(chunks).toString();
    const response = handle(requestOf(incoming, body));
    if (response === 'lost') return void outgoing.destroy();
    outgoing.writeHead(response.code, response.headers);
    if (typeof response.body === 'string') return void outgoing.end(response.body);
    // The client waits for the headers before the first change comes.
    outgoing.flushHeaders();
    const leave = response.body({
      write: (text) => void outgoing.write(text),
      end: () => void outgoing.end(),
    });
    outgoing.once('close', leave);
  });
}

function requestOf(incoming: IncomingMessage, body: string): ApiRequest {
  const url = new URL(incoming.url ?? '/', 'https://localhost');
  const { authorization, 'content-type': contentType } = incoming.headers;
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { authorization, 'content-type': contentType },
    body,
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
