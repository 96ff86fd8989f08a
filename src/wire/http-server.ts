/** Serves the gateway on a port, for clients in other processes: the AWS CLI, a buildspec, another language's SDK. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FlotillaError } from '../model/flotilla-error.ts';
import { noBytes } from './bytes.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { maxBodyBytes } from './size-limits.ts';

export interface ServeOptions {
  /** 0 selects a free port. */
  readonly port: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Whether it keeps the process alive. Default: yes. */
  readonly keepsProcess?: boolean;
}

/** A server on the loopback interface. */
export interface LocalServer {
  /** `http://127.0.0.1:4566`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly port: number;
  /** Ends idle and active connections. */
  close(): Promise<void>;
}

type Handle = (request: WireRequest) => Promise<WireResponse>;

/**
 * Throws a `FlotillaError` when the port is not available. Where `handle` rejects, the connection is dropped without
 * a response.
 */
export async function serve(
  handle: Handle,
  { port, host = '127.0.0.1', keepsProcess = true }: ServeOptions,
): Promise<LocalServer> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    void respond(handle, incoming, outgoing);
  });
  await listen(server, port, host);
  if (!keepsProcess) server.unref();
  const { port: taken } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${taken}`, port: taken, close: () => close(server) };
}

async function respond(handle: Handle, incoming: IncomingMessage, outgoing: ServerResponse) {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  try {
    const body = await bodyOf(incoming);
    if (!body) return refuseBody(incoming, outgoing);
    const response = await handle(toWire(incoming, body, gone.signal));
    send(response, outgoing);
  } catch {
    outgoing.destroy();
  }
}

/** Undefined when it is too large. By events: an async iterator costs more than the whole gateway for a small call. */
function bodyOf(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.byteLength;
      if (length <= maxBodyBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    incoming.once('end', () => {
      const [only = noBytes] = chunks;
      resolve(chunks.length > 1 ? Buffer.concat(chunks) : only);
    });
    incoming.once('error', reject);
  });
}

/** The rest of the body is not read: the connection ends with the response. */
function refuseBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.pause();
  const text = `The body is larger than ${maxBodyBytes / 1024 / 1024} MiB: use a multipart upload.\n`;
  outgoing.writeHead(413, { 'content-type': 'text/plain', connection: 'close' });
  outgoing.end(text, () => incoming.destroy());
}

function toWire(incoming: IncomingMessage, body: Uint8Array, signal: AbortSignal): WireRequest {
  const url = incoming.url ?? '/';
  const question = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    query: question < 0 ? '' : url.slice(question + 1),
    headers: headersOf(incoming),
    body,
    signal,
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

function send({ status, headers, body }: WireResponse, outgoing: ServerResponse): void {
  const flat: string[] = [];
  for (const name in headers) flat.push(name, headerBytes(headers[name] ?? ''));
  try {
    outgoing.writeHead(status, flat).end(body);
  } catch {
    // A line break in a header, for example: a client can distinguish that from a broken connection.
    outgoing.writeHead(500).end();
  }
}

/** HTTP headers are bytes, and S3's metadata may be any text: it is sent as UTF-8. */
function headerBytes(value: string): string {
  return /[\u0100-\uffff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(port, host, cause)));
    server.listen(port, host, resolve);
  });
}

function cannotListen(port: number, host: string, cause: Error): FlotillaError {
  const inUse = 'code' in cause && cause.code === 'EADDRINUSE';
  const reason = inUse ? 'is in use: choose another, or 0 for any' : `is refused: ${cause.message}`;
  return new FlotillaError('Simulator', `Port ${port} on ${host} ${reason}.`, { cause });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
