/**
 * The `Host` headers that are served. A page of any site can point a name of its own at a loopback address and call
 * this port as its own origin (DNS rebinding); its requests carry that name.
 */

import { partitions } from '../aws/models/service-model.ts';
import type { WireRequest, WireResponse } from './message.ts';

type Handle = (request: WireRequest) => Promise<WireResponse>;

/** Hosts of AWS, which a client behind a proxy or a hosts file sends. AWS alone owns the names there. */
const awsSuffixes = [...partitions.map(({ dnsSuffix }) => dnsSuffix), 'on.aws', 'api.aws'].map(
  (suffix) => `.${suffix}`,
);
const maxHostLength = 255;

/** `127.0.0.1`, `[::1]`, `localhost`, `bucket.localhost`, and the hosts of AWS's endpoints, with any port. */
export function isAcceptedHost(host: string): boolean {
  if (host.length > maxHostLength) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)) return true;
  return name.endsWith('.localhost') || awsSuffixes.some((suffix) => name.endsWith(suffix));
}

/** The names of this machine alone. A page of another site could point its own name at this address. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

export function onAcceptedHosts(handle: Handle): Handle {
  return async (request) => {
    const { host = '' } = request.headers;
    return isAcceptedHost(host) ? await handle(request) : refusal(host);
  };
}

function refusal(host: string): WireResponse {
  const shown = JSON.stringify(host.slice(0, maxHostLength));
  const text = `Unknown host ${shown}: use 127.0.0.1, localhost, a name below localhost, or one of AWS's endpoints.\n`;
  const body = new TextEncoder().encode(text);
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(body.byteLength),
  };
  return { status: 403, headers, body };
}
