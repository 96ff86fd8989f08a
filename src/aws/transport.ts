/** The network: one pool of connections for every client, so that a fleet costs sockets by concurrency, not by account. */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Transport } from './clients.ts';

/** Above any concurrency that one process is good for; the SDK's own 50 would queue a wider run in silence. */
const maxSockets = 1024;
const connectionTimeoutMs = 5_000;
/** A connection without any response for this long is dead. Long polls and slow lists stay below. */
const requestTimeoutMs = 120_000;

export function createTransport(): Transport {
  const pool = { keepAlive: true, maxSockets, maxFreeSockets: 256 };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(pool),
    httpsAgent: new HttpsAgent(pool),
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  });
}
