/** The entry point to AWS: makes clients from credentials, region and transport. */

import { defaultProvider } from '@aws-sdk/credential-provider-node';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
} from '@smithy/core/config';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { type Clock, wallClock } from '../model/clock.ts';
import { type Caller, identify } from './caller.ts';
import {
  type AnyClient,
  type AwsAttempt,
  type ClientClass,
  type ClientConfiguration,
  fixedConfiguration,
  makeClient,
  type Transport,
} from './clients.ts';
import { type PresignedObject, presignObject } from './generic/presign.ts';
import { type CallActor, createSender } from './generic/send.ts';
import { type GenericCalls, type GenericClients, genericClients } from './generic-client.ts';
import { createPacer, type Pacer } from './pacing.ts';
import type { Quota } from './quotas.ts';
import { refreshing } from './refreshing.ts';
import { pacedRetries } from './retries.ts';
import { createTransport } from './transport.ts';

/** How AWS is reached. Everything has a default: the SDK's own. */
export interface FleetOptions {
  /** Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile. */
  readonly region?: string;
  /** Default: the SDK's chain (environment, profile, SSO, container, instance). */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** A profile of the shared configuration files, used when no credentials are passed. */
  readonly profile?: string;
  /**
   * Returns the code of the MFA device with this serial number. Called when a profile has `mfa_serial`, and again when
   * the credentials of its role are renewed. Default: such a profile is refused.
   */
  readonly mfaCodeProvider?: (serialNumber: string) => Promise<string>;
  /** Default: AWS, or `AWS_ENDPOINT_URL`. */
  readonly endpoint?: string;
  /** Replaces the network: the simulator's handler. */
  readonly requestHandler?: Transport;
  /** Time for pacing, retries and the expiry of credentials. Default: `wallClock`. */
  readonly clock?: Clock;
  /** Spreads retries. Default: `Math.random`; a rehearsal passes a deterministic one. */
  readonly random?: () => number;
  /**
   * Replaces the initial rates of calls, by `service:Operation` or `service:*`. Default: the rates that AWS documents,
   * `documentedQuotas`.
   */
  readonly quotas?: Readonly<Record<string, Quota>>;
  /** Called after every attempt of every call, retries included. */
  readonly onAttempt?: (attempt: AwsAttempt) => void;
}

/** A client with credentials of its own, `clientAs`. */
export interface ClientRequest<C extends AnyClient> {
  readonly ClientOf: ClientClass<C>;
  /** Must return fresh credentials on each call. */
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /** The account whose quota the calls use. */
  readonly payer: string;
  readonly region?: string | undefined;
}

/** An open connection to AWS with the caller's own credentials, shared by any number of runs. */
export interface Fleet {
  /**
   * Returns the caller's identity, read once. Throws a `FlotillaError` when there are no credentials or AWS rejects
   * them.
   */
  caller(): Promise<Caller>;
  /** Returns the caller's own credentials, and fresh ones five minutes before they expire. Never print them. */
  credentials(): Promise<AwsCredentialIdentity>;
  /** Returns the region that is configured, undefined where none is. */
  region(): Promise<string | undefined>;
  /**
   * Returns an ordinary SDK client with the caller's own credentials, made once per class and region. Default region:
   * `us-east-1`, which every account has enabled.
   */
  client<C extends AnyClient>(ClientOf: ClientClass<C>, region?: string): C;
  /** Makes an ordinary SDK client with other credentials. */
  clientAs<C extends AnyClient>(request: ClientRequest<C>): C;
  /** Calls a service by the name of its model, with the caller's own credentials. Default region: `us-east-1`. */
  generic(service: string, region?: string): GenericCalls;
  /** Calls a service by the name of its model, with other credentials. */
  readonly genericAs: GenericClients;
  /**
   * Returns a link that downloads an object with the caller's own permissions, until it expires or the caller's
   * credentials do. Calls nothing.
   */
  presign(object: PresignedObject): Promise<string>;
  /** Keeps calls below AWS's rates, and counts them. */
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** Milliseconds that AWS's time is ahead of the clock; undefined before the first response. */
  clockOffsetMs(): number | undefined;
  /** Closes the connections, unless `requestHandler` was passed. */
  close(): void;
}

/** The region of our own calls when none is configured; every account has it enabled. */
export const fallbackRegion = 'us-east-1';

/**
 * Makes the clients of one or more runs. It calls nothing: missing credentials are reported by the first call.
 *
 * @example
 * ```ts
 * import { acrossAccounts, openFleet } from 'flotilla';
 *
 * const fleet = openFleet({ profile: 'audit', region: 'eu-west-1' });
 * try {
 *   const users = await acrossAccounts(countUsers, { aws: fleet });
 *   const vpcs = await acrossAccounts(countVpcs, { aws: fleet, regions: 'enabled' });
 * } finally {
 *   fleet.close();
 * }
 * ```
 */
export function openFleet(options: FleetOptions = {}): Fleet {
  const { clock = wallClock, quotas, onAttempt } = options;
  const pacer = createPacer({ clock, ...(quotas && { quotas }) });
  const attempts = { pacer, clock, onAttempt };
  const base = configurationOf(options);
  const own = new Map<unknown, Map<string, AnyClient>>();
  const region = once(async () => options.region ?? (await configuredRegion(options.profile)));
  const caller = once(async () => identify(generic('sts', await region()), options.profile));
  let callerId = 'caller';

  const client = <C extends AnyClient>(
    ClientOf: ClientClass<C>,
    at: string = fallbackRegion,
  ): C => {
    // Keyed by the class itself: two packages may have classes of the same name.
    const byRegion = own.get(ClientOf) ?? new Map<string, AnyClient>();
    own.set(ClientOf, byRegion);
    const known = byRegion.get(at) as C | undefined;
    if (known) return known;
    const configuration = { ...base, region: at };
    const made = makeClient(ClientOf, configuration, attempts, () => ({
      accountId: callerId,
      region: at,
    }));
    byRegion.set(at, made);
    return made;
  };

  const credentials = ownCredentials(base.credentials, clock, region);
  const ownActor: CallActor = {
    credentials,
    get payer() {
      return callerId;
    },
  };
  const sender = createSender({
    ...attempts,
    transport: base.requestHandler,
    random: options.random ?? Math.random,
    endpoint: options.endpoint,
  });
  const genericAs = genericClients(sender);
  const generic = (service: string, at = fallbackRegion) => genericAs(ownActor, service, at);

  return {
    pacer,
    clock,
    clockOffsetMs: sender.clockOffsetMs,
    credentials,
    region,
    client,
    generic,
    genericAs,
    presign: async (object) =>
      presignObject(object, {
        credentials: await credentials(),
        endpoint: options.endpoint,
        now: clock.now(),
      }),
    async caller() {
      const found = await caller();
      callerId = found.accountId;
      return found;
    },
    clientAs({ ClientOf, credentials, payer, region: at }) {
      const configuration = {
        ...base,
        credentials: memoized(credentials),
        ...(at !== undefined && { region: at }),
      };
      return makeClient(ClientOf, configuration, attempts, () => ({
        accountId: payer,
        region: at ?? '',
      }));
    },
    // A handler that was passed in belongs to the caller.
    close: () => (options.requestHandler ? undefined : base.requestHandler.destroy?.()),
  };
}

/** A profile that was asked for wins over credentials of the environment: no reason for the SDK to warn. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

function configurationOf({
  endpoint,
  credentials,
  profile,
  mfaCodeProvider,
  requestHandler = createTransport(),
  clock = wallClock,
  random = Math.random,
}: FleetOptions): ClientConfiguration & Required<Pick<ClientConfiguration, 'credentials'>> {
  return {
    ...(endpoint !== undefined && { endpoint, disableHostPrefix: true }),
    credentials:
      credentials ??
      defaultProvider({
        // Calls of STS and SSO for the credentials take the same way: through the proxy, or to the simulator.
        clientConfig: { requestHandler },
        ...(profile && { profile, logger: silent }),
        ...(mfaCodeProvider && { mfaCodeProvider }),
      }),
    requestHandler,
    retryStrategy: pacedRetries(undefined, { clock, random }),
    ...fixedConfiguration,
  };
}

/** As the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html */
const regionSources: typeof NODE_REGION_CONFIG_OPTIONS = {
  ...NODE_REGION_CONFIG_OPTIONS,
  environmentVariableSelector: ({ AWS_REGION, AWS_DEFAULT_REGION }) =>
    AWS_REGION || AWS_DEFAULT_REGION,
};

async function configuredRegion(profile: string | undefined): Promise<string | undefined> {
  const options = { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile && { profile }) };
  try {
    return (await loadConfig({ ...regionSources, default: '' }, options)()) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * The caller's own credentials for generic clients. A provider that is marked as memoized refreshes them itself, as
 * the SDK's clients expect it. The region is that of the STS calls of a profile with a role.
 */
function ownCredentials(
  credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider,
  clock: Clock,
  region: () => Promise<string | undefined>,
): () => Promise<AwsCredentialIdentity> {
  if (typeof credentials !== 'function') return async () => credentials;
  const callerClientConfig = { region: async () => (await region()) ?? fallbackRegion };
  const provide = () => credentials({ callerClientConfig });
  return 'memoized' in credentials ? provide : refreshing(clock, provide);
}

/** Marks a provider that refreshes its credentials itself, so that the SDK does not cache old ones. */
function memoized(
  credentials: () => Promise<AwsCredentialIdentity>,
): AwsCredentialIdentityProvider {
  return Object.assign(() => credentials(), { memoized: true });
}

/** Calls once; a failure is not cached. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
