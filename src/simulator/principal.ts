/** Credentials for any principal of the organization, issued by the simulator without a trust policy. */

import type { AwsCredentialIdentity } from '@smithy/types';
import { FlotillaError } from '../model/flotilla-error.ts';
import { findRole, findUser, iamOf } from './services/iam/state.ts';
import { issueRoleSession, issueSession } from './services/sts/session.ts';
import type { CallerSession } from './world/caller.ts';
import type { World } from './world/world.ts';

const lifetimeMs = 12 * 3_600_000;

/** Valid for twelve hours. `arn` is a role's, a user's or `arn:aws:iam::<account>:root`. */
export function issueFor(world: World, arn: string): AwsCredentialIdentity {
  const [, accountId = '', kind, path = ''] =
    /^arn:[\w-]+:iam::(\d{12}):(\w+)\/?(.*)$/.exec(arn) ?? [];
  const account = world.accounts.get(accountId);
  if (!account) throw noSuchPrincipal(arn);
  const state = iamOf(world, account);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const session = newSession(world);
  if (kind === 'root') {
    return toIdentity(
      issueSession(world, { accountId, kind, arn, userId: accountId, name: 'root', session }),
    );
  }
  const role = kind === 'role' ? findRole(state, name) : undefined;
  if (role) {
    return toIdentity(
      issueRoleSession(world, { accountId, role, sessionName: 'simulator', session }),
    );
  }
  const user = kind === 'user' ? findUser(state, name) : undefined;
  if (!user) throw noSuchPrincipal(arn);
  return toIdentity(
    issueSession(world, { accountId, kind: 'user', arn, userId: user.id, name, session }),
  );
}

function newSession(world: World): CallerSession {
  const now = world.clock.now();
  return {
    issuedAt: now,
    expiresAt: now + lifetimeMs,
    policies: [],
    tags: {},
    transitiveTagKeys: [],
    hasMfa: false,
  };
}

function toIdentity({ credentials }: ReturnType<typeof issueSession>): AwsCredentialIdentity {
  return {
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: credentials.SecretAccessKey,
    sessionToken: credentials.SessionToken,
  };
}

function noSuchPrincipal(arn: string): FlotillaError {
  const message = `There is no ${arn} in the simulated organization.`;
  return new FlotillaError('InvalidInput', message);
}
