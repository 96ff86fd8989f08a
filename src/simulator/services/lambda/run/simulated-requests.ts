/**
 * Leads requests to addresses of AWS that have no client to the simulator: the key that SNS signs with, by `fetch`, and
 * the response of a custom resource, which functions write with Node's `https`.
 */

import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

export function simulateRequests(endpoint: string): void {
  simulateFetch(endpoint);
  simulateHttps(endpoint);
}

function simulateFetch(endpoint: string): void {
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const local = localAddress(new URL(input instanceof Request ? input.url : input), endpoint);
    if (!local) return realFetch(input, init);
    return realFetch(input instanceof Request ? new Request(local, input) : local, init);
  };
}

function simulateHttps(endpoint: string): void {
  const realRequest = https.request;
  https.request = ((...input: Parameters<typeof realRequest>) => {
    const local = localAddress(addressOf(input), endpoint);
    if (!local) return realRequest(...input);
    const [options, onResponse] = optionsOf(input);
    const { hostname, port, pathname: path } = local;
    // Everything that says where and how to connect is the simulator's.
    const { headers = {}, method } = options;
    return http.request({ hostname, port, path, method, headers }, onResponse);
  }) as typeof realRequest;
  syncBuiltinESMExports();
}

type RequestInput = readonly unknown[];
type OnResponse = (response: http.IncomingMessage) => void;

/** `request(url, options?, callback?)` or `request(options, callback?)`. */
function optionsOf(input: RequestInput): readonly [http.RequestOptions, OnResponse | undefined] {
  const options = input.find(
    (one) => typeof one === 'object' && one !== null && !(one instanceof URL),
  );
  const onResponse = input.find((one) => typeof one === 'function');
  return [(options ?? {}) as http.RequestOptions, onResponse as OnResponse | undefined];
}

function addressOf(input: RequestInput): URL {
  const [first] = input;
  if (typeof first === 'string' || first instanceof URL) return new URL(first);
  const { hostname, host, path } = first as http.RequestOptions;
  return new URL(`https://${hostname ?? host ?? 'localhost'}${path ?? '/'}`);
}

/** Undefined for every other address. */
function localAddress({ hostname, pathname }: URL, endpoint: string): URL | undefined {
  if (hostname.startsWith('sns.') && pathname.startsWith('/SimpleNotificationService-')) {
    return new URL(pathname, endpoint);
  }
  if (!hostname.startsWith('cloudformation-custom-resource-response-')) return undefined;
  return new URL(`/_cloudformation/responses${pathname}`, endpoint);
}
