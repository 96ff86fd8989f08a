/**
 * Generic clients, one per service and region for all accounts; each call names its caller. Collecting an account needs
 * two hundred clients of some tens of kilobytes, which twenty accounts at a time would otherwise need twenty times.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type GenericCalls, type GenericClient, pagesOf } from './generic-client.ts';
import { serviceModel } from './models/service-model.ts';

/** The caller of a call. */
export interface CallActor {
  /** Must return fresh credentials on each call. */
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /** The account whose quota the call uses. */
  readonly payer: string;
}

/** Makes a client that reads its caller while it sends. */
export type MakeGenericClient = (
  service: string,
  region: string | undefined,
  actor: () => CallActor,
) => GenericClient;

/** Returns the generic client of a service, by the name of its model, with the actor's credentials. */
export type GenericClients = (
  actor: CallActor,
  service: string,
  region: string | undefined,
) => GenericCalls;

export function genericClients(make: MakeGenericClient): GenericClients {
  // The SDK reads credentials per client, not per call, so each call carries its actor in async local storage.
  const acting = new AsyncLocalStorage<CallActor>();
  const made = new Map<string, GenericClient>();
  const clientOf = (service: string, region: string | undefined): GenericClient => {
    const key = `${service} ${region}`;
    const client = made.get(key) ?? make(service, region, () => requireActor(acting.getStore()));
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

function requireActor(actor: CallActor | undefined): CallActor {
  if (!actor) throw new Error('a generic client was called without an actor');
  return actor;
}
