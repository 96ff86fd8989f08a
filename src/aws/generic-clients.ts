/**
 * Generic clients, one per service and region for all accounts: who calls is said call by call. An account that is
 * collected needs two hundred of them, each some tens of kilobytes with its buffers, which twenty accounts at a time
 * would hold twenty times.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type GenericCalls, type GenericClient, pagesOf } from './generic-client.ts';
import { serviceModel } from './models/service-model.ts';

/** Whose call it is. */
export interface Actor {
  /** Must answer fresh credentials each time it is asked. */
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /** The account whose quota the call draws on. */
  readonly payer: string;
}

/** Makes a client that asks, while it sends, who is calling. */
export type MakeGenericClient = (
  service: string,
  region: string | undefined,
  actor: () => Actor,
) => GenericClient;

export type GenericClients = (
  actor: Actor,
  service: string,
  region: string | undefined,
) => GenericCalls;

export function genericClients(make: MakeGenericClient): GenericClients {
  // The SDK asks a client for its credentials, and not a call: so each call carries its actor along.
  const acting = new AsyncLocalStorage<Actor>();
  const made = new Map<string, GenericClient>();
  const clientOf = (service: string, region: string | undefined): GenericClient => {
    const key = `${service} ${region}`;
    const client = made.get(key) ?? make(service, region, () => expected(acting.getStore()));
    made.set(key, client);
    return client;
  };
  return (actor, service, region) => {
    const call: GenericCalls['call'] = (operation, input, signal) =>
      acting.run(actor, () => clientOf(service, region).call(operation, input, signal));
    return {
      call,
      pages: (operation, input, signal) =>
        pagesOf(
          serviceModel(service).operations.get(operation),
          (paged) => call(operation, paged, signal),
          input,
        ),
    };
  };
}

function expected(actor: Actor | undefined): Actor {
  if (!actor) throw new Error('a generic client was called for nobody');
  return actor;
}
