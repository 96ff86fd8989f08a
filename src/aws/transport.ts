/**
 * The network: one connection pool for every client, so that the number of sockets depends on concurrency, not on
 * accounts.
 */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Transport } from './clients.ts';

/** Above any concurrency that is useful in one process; the SDK's default of 50 would silently queue a wider run. */
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
