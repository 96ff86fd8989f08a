/** Temporary credentials: a key in the common map, with all data of its session. */

import type { Credentials } from '@aws-sdk/client-sts';
import type { CallerIdentity, CallerSession } from '../../world/caller.ts';
import { accessKeyId, secretAccessKey, sessionToken } from '../../world/ids.ts';
import type { World } from '../../world/world.ts';
import type { Role } from '../iam/resources.ts';

export interface IssuedSession {
  readonly caller: CallerIdentity;
  readonly credentials: Required<{ [Key in keyof Credentials]: NonNullable<Credentials[Key]> }>;
}

export interface RoleSession {
  readonly accountId: string;
  readonly role: Role;
  readonly sessionName: string;
  readonly session: CallerSession;
}

export function issueRoleSession(
  world: World,
  { accountId, role, sessionName, session }: RoleSession,
): IssuedSession {
  return issueSession(world, {
    accountId,
    kind: 'role',
    arn: `arn:${world.partition.name}:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    name: role.name,
    session,
  });
}

/** Creates the key id from the account, registers it, and returns the client's credentials. */
export function issueSession(
  world: World,
  identity: Omit<CallerIdentity, 'accessKeyId' | 'session'> & { readonly session: CallerSession },
): IssuedSession {
  const { session } = identity;
  const caller = {
    ...identity,
    accessKeyId: accessKeyId('ASIA', identity.accountId, world.random),
  };
  const secret = secretAccessKey(world.secrets ?? world.random);
  const token = sessionToken(world.secrets ?? world.random);
  world.keys.put(
    { caller, secretAccessKey: secret, sessionToken: token, active: true },
    session.issuedAt,
  );
  return {
    caller,
    credentials: {
      AccessKeyId: caller.accessKeyId,
      SecretAccessKey: secret,
      SessionToken: token,
      Expiration: new Date(session.expiresAt),
    },
  };
}
