/**
 * The network: one pool of connections for every client, so that a fleet costs sockets by concurrency, not by account.
 * Proxies and certificates are those of the AWS CLI: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, `AWS_CA_BUNDLE` and the
 * profile's `ca_bundle`. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */

import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { loadConfig } from '@smithy/core/config';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { getProxyForUrl } from 'proxy-from-env';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { Transport } from './clients.ts';

/** Above any useful concurrency of one process; the SDK's own limit of 50 would queue a wider run silently. */
const maxSockets = 1024;
const connectionTimeoutMs = 5_000;
/** No answer at all for so long is a dead connection. Long polls and slow lists stay below. */
const requestTimeoutMs = 120_000;

const pool = { keepAlive: true, maxSockets, maxFreeSockets: 256 };

export function createTransport(): Transport {
  const byProxy = new Map<string, Promise<NodeHttpHandler>>();
  const byOrigin = new Map<string, Promise<NodeHttpHandler>>();
  const handlerFor = (origin: string) => {
    const proxy = getProxyForUrl(origin);
    const handler = byProxy.get(proxy) ?? openHandler(proxy);
    byProxy.set(proxy, handler);
    byOrigin.set(origin, handler);
    return handler;
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const origin = originOf(request);
      const handler = await (byOrigin.get(origin) ?? handlerFor(origin));
      return handler.handle(request, options);
    },
    destroy() {
      for (const handler of byProxy.values())
        void handler.then(
          (one) => one.destroy(),
          () => {},
        );
    },
  };
}

function originOf({ protocol, hostname, port }: Parameters<NodeHttpHandler['handle']>[0]): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}

/** `proxy` is empty for a direct connection. */
async function openHandler(proxy: string): Promise<NodeHttpHandler> {
  const certificates = await readCertificates();
  const trust = { ...(certificates !== undefined && { ca: certificates }) };
  const agents = proxy === '' ? directAgents(trust) : await proxiedAgents(proxy, trust);
  return new NodeHttpHandler({
    ...agents,
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  });
}

interface Trust {
  /** PEM; in place of Node's certificate authorities. */
  readonly ca?: string;
}

interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

function directAgents(trust: Trust): Agents {
  return { httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent({ ...pool, ...trust }) };
}

/** Loaded when a proxy is configured. */
async function proxiedAgents(proxy: string, trust: Trust): Promise<Agents> {
  const [{ HttpProxyAgent }, { HttpsProxyAgent }] = await Promise.all([
    import('http-proxy-agent'),
    import('https-proxy-agent'),
  ]);
  const httpsAgent = new HttpsProxyAgent(proxy, { ...pool, ...trust });
  // The certificates are those of AWS's hosts, which the agent connects to behind the proxy.
  Object.assign(httpsAgent.options, trust);
  return {
    httpAgent: new HttpProxyAgent(proxy, pool),
    httpsAgent: httpsAgent as unknown as HttpsAgent,
  };
}

const bundlePath = {
  environmentVariableSelector: ({ AWS_CA_BUNDLE }: NodeJS.ProcessEnv) => AWS_CA_BUNDLE,
  configFileSelector: ({ ca_bundle }: Record<string, string | undefined>) => ca_bundle,
  default: '',
};

async function readCertificates(): Promise<string | undefined> {
  const path = await loadConfig(bundlePath)();
  if (path === '') return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `AWS_CA_BUNDLE: cannot read "${path}" (${code}); check the path`;
    throw new FlotillaError('File', message, { cause });
  }
}
