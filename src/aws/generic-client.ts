/**
 * Calls every service by the names of its operations, driven by the extracted models: hundreds of services cost
 * megabytes, not hundreds of megabytes.
 */

import type { CallActor, Sender } from './generic/send.ts';
import { type OperationModel, type ServiceModel, serviceModel } from './models/service-model.ts';

export type ServiceInput = Readonly<Record<string, unknown>>;
export type ServiceOutput = Readonly<Record<string, unknown>>;

/** A service, called by the names of its operations. */
export interface GenericCalls {
  /** Calls an operation by name, `call('DescribeInstances', { MaxResults: 5 })`. Errors are named as AWS names them. */
  call(operation: string, input?: ServiceInput, signal?: AbortSignal): Promise<ServiceOutput>;
  /** The same for each page, if the model declares the operation as paginated; otherwise a single page. */
  pages(
    operation: string,
    input?: ServiceInput,
    signal?: AbortSignal,
  ): AsyncGenerator<ServiceOutput>;
}

/** Returns the calls of a service, by the name of its model, with the actor's credentials. */
export type GenericClients = (
  actor: CallActor,
  service: string,
  region: string | undefined,
) => GenericCalls;

export function genericClients(sender: Sender): GenericClients {
  return (actor, service, region) =>
    genericCalls(sender, { actor, model: serviceModel(service), region });
}

interface CallTarget {
  readonly actor: CallActor;
  readonly model: ServiceModel;
  readonly region: string | undefined;
}

/** The calls of a model that is already loaded. */
export function genericCalls(sender: Sender, { actor, model, region }: CallTarget): GenericCalls {
  const call: GenericCalls['call'] = (operation, input = {}, signal) =>
    sender.send({ model, operation, input, region, actor, signal });
  return {
    call,
    pages: (operation, input, signal) =>
      pagesOf(model.operations.get(operation), (paged) => call(operation, paged, signal), input),
  };
}
/** Yields the pages of an operation that the model declares as paginated; a single page of others. */
async function* pagesOf(
  operation: OperationModel | undefined,
  call: (input: ServiceInput) => Promise<ServiceOutput>,
  input: ServiceInput = {},
): AsyncGenerator<ServiceOutput> {
  const pagination = operation?.pagination;
  let token: unknown;
  do {
    const paged =
      pagination && token !== undefined ? { ...input, [pagination.inputToken]: token } : input;
    const page = await call(paged);
    yield page;
    const next = pagination && memberAt(page, pagination.outputToken);
    // With the token that it has just returned, the operation would loop forever.
    if (next && next === token) throw new Error(`${operation.name} returned the same page twice`);
    token = next;
  } while (token);
}

/** Some tokens are nested in the response: `DistributionList.NextMarker`. */
function memberAt(page: ServiceOutput, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as ServiceOutput | undefined)?.[key], page);
}
