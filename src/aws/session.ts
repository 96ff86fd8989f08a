/** Gives an operation its clients: credentials for one target, and facts about it. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Account } from '../model/account.ts';
import type { AssumedRole } from '../model/assumed-role.ts';
import type { Target } from '../model/outcome.ts';
import type { AnyClient, ClientClass } from './clients.ts';
import type { GenericCalls } from './generic-client.ts';
import type { Fleet } from './open-fleet.ts';
import type { RoleInAccount } from './open-role.ts';

/**
 * Credentials for one target and facts about it, passed to the operation. All clients of all sessions share one
 * connection pool, one retry strategy and the pacing of calls.
 *
 * @example
 * ```ts
 * import { IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
 * import type { Session } from 'flotilla';
 *
 * export default async function countUsers(session: Session): Promise<number> {
 *   const client = session.client(IAMClient);
 *   let users = 0;
 *   for await (const page of paginateListUsers({ client }, {}, { abortSignal: session.signal })) {
 *     users += page.Users?.length ?? 0;
 *   }
 *   return users;
 * }
 * ```
 */
export interface Session {
  readonly target: Target;
  /** The target's account. Only `id` is always present. */
  readonly account: Account;
  /** The target's region; undefined where none is selected and none is configured. */
  readonly region: string | undefined;
  /** The assumed role: name, session name, partition, and the session policies and external ID that were requested. */
  readonly role: AssumedRole;
  /** Aborted when the run stops or at this target's deadline. Pass it on as `abortSignal`. */
  readonly signal: AbortSignal;
  /**
   * Returns an ordinary SDK client for this account, `session.client(IAMClient)`, made once per class and region.
   * Default region: the target's.
   */
  client<C extends AnyClient>(ClientOf: ClientClass<C>, region?: string): C;
  /**
   * Returns a client by the name of a service model, `session.generic('ec2')`, without the service's package. Throws
   * when the model was not extracted. Default region: the target's.
   */
  generic(service: string, region?: string): GenericCalls;
  /**
   * Returns the credentials themselves, for other programs; fresh ones five minutes before they expire. Never print
   * them.
   */
  credentials(): Promise<AwsCredentialIdentity>;
}

export interface SessionOptions {
  readonly fleet: Fleet;
  readonly target: Target;
  readonly role: RoleInAccount;
  readonly signal: AbortSignal;
}

export function openSession({ fleet, target, role, signal }: SessionOptions): Session {
  const made = new Map<string, AnyClient>();
  const { account } = target;
  const { credentials } = role;

  const actor = { credentials, payer: account.id };

  const once = <C extends AnyClient>(ClientOf: ClientClass<C>, region: string | undefined): C => {
    const key = `${ClientOf.name} ${region}`;
    const known = made.get(key) as C | undefined;
    if (known) return known;
    const client = fleet.clientAs({ ClientOf, credentials, payer: account.id, region });
    made.set(key, client);
    return client;
  };

  return {
    target,
    account,
    region: target.region,
    role: role.assumed,
    signal,
    credentials,
    client: (ClientOf, region = target.region) => once(ClientOf, region),
    generic: (service, region = target.region) => fleet.genericAs(actor, service, region),
  };
}
