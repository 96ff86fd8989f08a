/** How an organization answers requests over HTTP: for a server that outlives it. */

import type { WireRequest, WireResponse } from '../../wire/message.ts';

export type HttpHandler = (request: WireRequest) => Promise<WireResponse>;

/** Made when they are first needed: most organizations are never served. */
const factories = new WeakMap<object, () => HttpHandler>();

export function setHttpHandler(organization: object, create: () => HttpHandler): void {
  factories.set(organization, create);
}

export function createHttpHandler(organization: object): HttpHandler {
  const create = factories.get(organization);
  if (create) return create();
  throw new Error('This organization was not made by simulateOrganization.');
}
