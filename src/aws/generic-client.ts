/**
 * One client for every service, driven by the extracted models: hundreds of services cost megabytes, not hundreds of
 * megabytes. It consists of the same parts as the SDK's generated clients, so serialization, signing, retries and
 * errors are theirs. Only `generic/` uses these parts.
 */

import { Client } from '@smithy/core/client';
import type { AnyClient, ClientClass, ClientConfiguration } from './clients.ts';
import { buildCommand, type CommandClass } from './generic/command.ts';
import { pluginsOf, resolve, sharedConfiguration } from './generic/configuration.ts';
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

export interface GenericClient extends AnyClient, GenericCalls {}

const classes = new Map<string, ClientClass<GenericClient>>();

/** The class of a service's generic client, by the name of its model. */
export function genericClient(service: string): ClientClass<GenericClient> {
  const known = classes.get(service);
  if (known) return known;
  const made = genericClientOf(serviceModel(service));
  classes.set(service, made);
  return made;
}

type Sendable = { send(command: object, options: object): Promise<ServiceOutput> };

/** The class of a generic client for a model that is already loaded. */
export function genericClientOf(model: ServiceModel): ClientClass<GenericClient> {
  const shared = sharedConfiguration(model);
  const commands = new Map<string, CommandClass>();
  const commandOf = (operation: string): CommandClass => {
    const known = commands.get(operation) ?? buildCommand(model, operation);
    commands.set(operation, known);
    return known;
  };

  return class extends (Client as unknown as new (config: object) => AnyClient & Sendable) {
    config: object;

    constructor(configuration: ClientConfiguration) {
      const config = resolve({ ...shared, ...configuration });
      super(config);
      this.config = config;
      for (const plugin of pluginsOf(config)) this.middlewareStack.use(plugin);
    }

    call(
      operation: string,
      input: ServiceInput = {},
      signal?: AbortSignal,
    ): Promise<ServiceOutput> {
      const Command = commandOf(operation);
      return this.send(new Command(input), signal ? { abortSignal: signal } : {});
    }

    pages(
      operation: string,
      input?: ServiceInput,
      signal?: AbortSignal,
    ): AsyncGenerator<ServiceOutput> {
      return pagesOf(
        model.operations.get(operation),
        (paged) => this.call(operation, paged, signal),
        input,
      );
    }
  } as unknown as ClientClass<GenericClient>;
}

/** Yields the pages of an operation that the model declares as paginated; a single page of others. */
export async function* pagesOf(
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
