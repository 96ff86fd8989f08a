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
import { isThrottled } from './failures.ts';
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
  readonly authSchemePreference: () => Promise<string[]>;
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

/** Makes a client whose attempts, retries included, wait for the pacer. */
export function makeClient<C extends AnyClient>(
  ClientOf: ClientClass<C>,
  configuration: ClientConfiguration,
  pacer: Pacer,
  payer: () => Payer,
): C {
  const client = new ClientOf(configuration);
  client.middlewareStack.use(pacingPlugin(pacer, payer, serviceName(client)));
  return client;
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
      const operation = String(context.commandName ?? '').replace(/Command$/, '');
      const { abortSignal } = context[SMITHY_CONTEXT_KEY] as { readonly abortSignal?: AbortSignal };
      const turn = await pacer.take({ payer: accountId, region, service, operation }, abortSignal);
      try {
        return await next(args);
      } catch (error) {
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
