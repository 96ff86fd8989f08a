/** Makes SDK clients that share one connection pool, one pacer and one retry strategy. */

import {
  type AwsCredentialIdentity,
  type AwsCredentialIdentityProvider,
  type Client,
  type FinalizeRequestMiddleware,
  type MetadataBearer,
  type Pluggable,
  type Provider,
  type RequestHandler,
  type RetryStrategyV2,
  SMITHY_CONTEXT_KEY,
} from '@smithy/types';
import type { Clock } from '../model/clock.ts';
import { isThrottled, nameService } from './failures.ts';
import type { Pacer } from './pacing.ts';
import { Sha256 } from './sha256.ts';

/** The network, or its replacement in tests. */
// biome-ignore lint/suspicious/noExplicitAny: the SDK's own type of a request handler, which every client accepts
export type Transport = RequestHandler<any, any, any>;

/** Configuration of every client. */
export interface ClientConfiguration {
  readonly region?: string | Provider<string>;
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  readonly requestHandler: Transport;
  readonly retryStrategy: RetryStrategyV2;
  readonly endpoint?: string;
  /** Some operations add a host prefix, which only AWS's own hosts support. */
  readonly disableHostPrefix?: boolean;
  readonly defaultsMode: 'standard';
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  /** Part of CloudTrail's user agent, so that an account's owner can see which tool called. */
  readonly userAgentAppId: string;
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  /** None: the first scheme of each service. */
  readonly authSchemePreference: () => Promise<string[]>;
  /** False: signatures follow the time of AWS. */
  readonly disableClockSkewCorrection: () => Promise<boolean>;
  readonly sha256: typeof Sha256;
}

/**
 * Set explicitly, because each client would otherwise read them from the environment and the configuration files: a
 * quarter of the cost of a client and its first call.
 */
export const fixedConfiguration = {
  defaultsMode: 'standard',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  userAgentAppId: 'flotilla',
  maxAttempts: 3,
  retryMode: 'standard',
  authSchemePreference: async () => [],
  disableClockSkewCorrection: async () => false,
  sha256: Sha256,
} as const satisfies Partial<ClientConfiguration>;

/** An ordinary client of the SDK. */
// biome-ignore lint/suspicious/noExplicitAny: each client has its own input and output types
export type AnyClient = Pick<Client<any, any, any>, 'middlewareStack' | 'destroy'>;

/** The class of an ordinary client, `IAMClient`. */
export type ClientClass<C extends AnyClient> = new (configuration: ClientConfiguration) => C;

export interface Payer {
  readonly accountId: string;
  readonly region: string;
}

/** One attempt of a call: no parameters and no credentials, so that it can be logged. */
export interface AwsAttempt extends Payer {
  readonly service: string;
  readonly operation: string;
  /** From 1; more for retries. */
  readonly attempt: number;
  /** `ok`, or the code of the error. */
  readonly result: string;
  readonly durationMs: number;
}

/** How attempts are made: who waits for whom, and who is informed. */
export interface ClientAttempts {
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** Called when an attempt has ended. */
  readonly onAttempt?: ((attempt: AwsAttempt) => void) | undefined;
}

/** Makes a client whose attempts, retries included, wait for the pacer. */
export function makeClient<C extends AnyClient>(
  ClientOf: ClientClass<C>,
  configuration: ClientConfiguration,
  attempts: ClientAttempts,
  payer: () => Payer,
): C {
  const client = new ClientOf(configuration);
  const service = serviceName(client);
  client.middlewareStack.use(pacingPlugin(attempts.pacer, payer, service));
  if (attempts.onAttempt) client.middlewareStack.use(observingPlugin(attempts, payer, service));
  return client;
}

/** Reports every attempt, after its turn came: what it waited for is not part of its duration. */
function observingPlugin(
  { clock, onAttempt }: ClientAttempts,
  payer: () => Payer,
  service: string,
): Pluggable<object, MetadataBearer> {
  const counts = new WeakMap<object, number>();
  const middleware: FinalizeRequestMiddleware<object, MetadataBearer> =
    (next, context) => async (args) => {
      const attempt = (counts.get(context) ?? 0) + 1;
      counts.set(context, attempt);
      const operation = operationName(context.commandName);
      const startedAt = clock.now();
      const report = (result: string) =>
        onAttempt?.({
          ...payer(),
          service,
          operation,
          attempt,
          result,
          durationMs: clock.now() - startedAt,
        });
      try {
        const output = await next(args);
        report('ok');
        return output;
      } catch (error) {
        report(error instanceof Error ? error.name : 'error');
        throw error;
      }
    };
  return {
    applyToStack: (stack) =>
      stack.addRelativeTo(middleware, {
        name: 'observing',
        relation: 'after',
        toMiddleware: 'pacing',
        override: true,
      }),
  };
}

function operationName(commandName: unknown): string {
  return String(commandName ?? '').replace(/Command$/, '');
}

function serviceName(client: AnyClient): string {
  const { config } = client as unknown as { readonly config: { readonly serviceId?: string } };
  return (config.serviceId ?? 'unknown').toLowerCase();
}

function pacingPlugin(
  pacer: Pacer,
  payer: () => Payer,
  service: string,
): Pluggable<object, MetadataBearer> {
  const middleware: FinalizeRequestMiddleware<object, MetadataBearer> =
    (next, context) => async (args) => {
      const { accountId, region } = payer();
      const operation = operationName(context.commandName);
      const { abortSignal } = context[SMITHY_CONTEXT_KEY] as { readonly abortSignal?: AbortSignal };
      const turn = await pacer.take({ payer: accountId, region, service, operation }, abortSignal);
      try {
        const output = await next(args);
        turn.granted();
        return output;
      } catch (error) {
        nameService(error, service);
        if (isThrottled(error)) turn.throttled();
        throw error;
      }
    };
  return {
    applyToStack: (stack) =>
      // After the retries, so that every attempt waits for the pacer; before signing, so that no signature ages in the
      // queue.
      stack.addRelativeTo(middleware, {
        name: 'pacing',
        relation: 'after',
        toMiddleware: 'retryMiddleware',
        override: true,
      }),
  };
}
