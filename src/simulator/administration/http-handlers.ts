/** How an organization answers requests over HTTP: for a server that outlives it. */

import type { WireRequest, WireResponse } from '../../wire/message.ts';

export type HttpHandler = (request: WireRequest) => Promise<WireResponse>;

const handlers = new WeakMap<object, HttpHandler>();

export function setHttpHandler(organization: object, handler: HttpHandler): void {
  handlers.set(organization, handler);
}

export function httpHandlerOf(organization: object): HttpHandler {
  const handler = handlers.get(organization);
  if (handler) return handler;
  throw new Error('This organization was not made by simulateOrganization.');
}
