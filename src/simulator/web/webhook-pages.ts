/** Receives webhooks over HTTP, and lists them as a page. */

import { html } from '../../model/html.ts';
import type { WireRequest, WireResponse } from '../../wire/message.ts';
import type { World } from '../world/world.ts';
import { join, page, respond } from './html.ts';
import { type ReceivedWebhook, receivedWebhooks, receiveWebhook } from './webhooks.ts';

/** Undefined for a path that is not of the webhooks. */
export function webhookPage(world: World, request: WireRequest): WireResponse | undefined {
  const { method, path, query, headers, body } = request;
  if (!/^\/_webhooks(\/|$)/.test(path)) return undefined;
  if (method === 'GET') return listPage(receivedWebhooks(world));
  if (method !== 'POST') return respond(405, 'Use POST.\n', { allow: 'GET, POST' });
  const { status, ...response } = receiveWebhook(world, {
    path: query === '' ? path : `${path}?${query}`,
    headers,
    body: new TextDecoder().decode(body),
  });
  return respond(status, response.body ?? '', response.headers ?? {});
}

function listPage(received: readonly ReceivedWebhook[]): WireResponse {
  const items = [...received]
    .reverse()
    .map(
      ({ at, path, body }) =>
        html`<h2>${new Date(at).toISOString()} ${path}</h2><pre>${indented(body)}</pre>`,
    );
  const none = html`<p>Nothing was posted yet. Webhooks of this organization are below /_webhooks/.</p>`;
  return page('Webhooks of the simulated organization', items.length > 0 ? join(items) : none);
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
