/** A simulated service: a typed handler per operation, and the permissions that each call requires. */

import type { CallerIdentity } from './world/caller.ts';
import type { World } from './world/world.ts';

/** The context of a call for its handler. */
export interface CallContext {
  readonly world: World;
  readonly caller: CallerIdentity;
  /** The region that the request was signed for. */
  readonly region: string;
  /** As the client addressed it, `my-bucket.s3.eu-west-1.amazonaws.com`. */
  readonly host: string;
  readonly requestId: string;
  /** Aborted when the client disconnects. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly now: number;
}

// The aggregated client's methods are overloaded: promise, callback, options and callback. TypeScript infers from the
// last overloads, so all three are declared although only the first matters.
// last overloads, so all three stand here though only the first says anything.
// biome-ignore-start lint/suspicious/noExplicitAny: only `any` matches every client's options
type Method<Input, Output> = {
  (input: Input, options?: any): Promise<Output>;
  (input: Input, callback: any): void;
  (input: Input, options: any, callback: any): void;
};
// biome-ignore-end lint/suspicious/noExplicitAny: as above

/**
 * Handlers for some operations of an SDK's aggregated client (`Organizations`, `S3`, …), by operation name. Input and
 * output types come from the SDK.
 */
export type Handlers<Client> = {
  readonly [Name in keyof Client as Capitalize<Name & string>]?: Client[Name] extends Method<
    infer Input,
    infer Output
  >
    ? (
        input: HandlerInput<Input>,
        context: CallContext,
      ) => HandlerOutput<Output> | Promise<HandlerOutput<Output>>
    : never;
};

/** Required members are present: a call without one is refused before it reaches the handler. */
export type HandlerInput<Input> = {
  readonly [Key in keyof Input]: object extends Pick<Input, Key>
    ? Input[Key]
    : Exclude<Input[Key], undefined>;
};

/** A body is returned as bytes; the client makes a stream of it. */
type HandlerOutput<Output> = Omit<Output, '$metadata' | 'Body'> & {
  readonly Body?: 'Body' extends keyof Output ? Uint8Array : undefined;
};

/** The permission that a call requires: evaluated against identity policies, session policies and SCPs. */
export interface RequiredPermission {
  readonly action: string;
  /** ARN, or `*` where the action does not support resources. */
  readonly resource: string;
  /** Condition keys of this call, `{ 'aws:RequestTag/team': 'red' }`. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
  /** The account that owns the resource, where it may differ from the caller's (S3, STS). */
  readonly owner?: string;
  /** Text of the policy attached to the resource: a bucket's, a role's trust policy. */
  readonly resourcePolicy?: { readonly text: string; readonly kind: 'resource' | 'trust' };
}

/** What a service declares. `Client` is the SDK's aggregated client, where the SDK's package is at hand. */
export interface ServiceDefinition<Client> {
  /** Name of the model, `organizations`. */
  readonly name: string;
  /** A handler for each operation, by its name in the model. */
  readonly operations: Client extends UntypedClient ? AnyOperations : Handlers<Client>;
  /** Permissions that replace the default `{ action of the model, resource: '*' }`; undefined keeps the default. */
  readonly permissions?: FindPermissions;
}

export type FindPermissions = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
) => readonly RequiredPermission[] | undefined;

/** A simulated service; its types are checked where it is defined. */
export interface SimulatedService {
  readonly name: string;
  readonly operations: AnyOperations;
  readonly permissions?: FindPermissions;
}

/** In place of a client whose package is not a dependency: the handlers declare the types of their inputs. */
export interface UntypedClient {
  readonly untypedClient: true;
}

export type AnyOperations = Readonly<Record<string, AnyHandler | undefined>>;

type AnyHandler = (input: never, context: CallContext) => object | Promise<object>;

export function defineService<Client = UntypedClient>(
  definition: ServiceDefinition<Client>,
): SimulatedService {
  return definition as SimulatedService;
}
