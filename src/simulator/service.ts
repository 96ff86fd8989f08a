/** What a simulated service is: a typed handler per operation, and what each call needs permission for. */

import type { Caller } from './world/caller.ts';
import type { World } from './world/world.ts';

/** What a handler knows beside its input. */
export interface CallContext {
  readonly world: World;
  readonly caller: Caller;
  /** The region that the request was signed for. */
  readonly region: string;
  readonly requestId: string;
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly now: number;
}

// The aggregated client's methods are overloaded: promise, callback, options and callback. The first two overloads
// are enough to find the input and the output.
// biome-ignore lint/suspicious/noExplicitAny: only `any` matches every client's options
type Method<Input, Output> = {
  (input: Input, options?: any): Promise<Output>;
  (input: Input, callback: any): void;
};

/**
 * Handlers for some operations of an SDK's aggregated client (`Organizations`, `S3`, …), by operation name. Input and
 * output types come from the SDK, so none is written by hand.
 */
export type Handlers<Client> = {
  readonly [Name in keyof Client as Capitalize<Name & string>]?: Client[Name] extends Method<
    infer Input,
    infer Output
  >
    ? (input: Input, context: CallContext) => Answered<Output> | Promise<Answered<Output>>
    : never;
};

type Answered<Output> = Omit<Output, '$metadata'>;

/** The permission that a call needs: evaluated against identity policies, session policies and SCPs. */
export interface Need {
  readonly action: string;
  /** ARN, or `*` where the action knows no resources. */
  readonly resource: string;
  /** Condition keys that this call answers, `{ 'aws:RequestTag/team': 'red' }`. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

export interface SimulatedService<Client = never> {
  /** Name of the model, `organizations`. */
  readonly name: string;
  readonly handlers: Handlers<Client>;
  /** What a call needs beyond `{ action of the model, resource: '*' }`. */
  readonly needs?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    context: CallContext,
  ) => readonly Need[];
}
