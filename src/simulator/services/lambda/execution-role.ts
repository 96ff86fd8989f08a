/** The role that a function runs as. */

import type { CallContext } from '../../service.ts';
import { trustsService } from '../../service-trust.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import type { Role } from '../iam/resources.ts';
import { findRole, iamOf } from '../iam/state.ts';
import { type IssuedSession, issueRoleSession } from '../sts/session.ts';
import type { LambdaFunction } from './lambda-function.ts';

const service = 'lambda.amazonaws.com';

export interface RoleOwner {
  readonly arn: string;
  readonly accountId: string;
}

/** Undefined when the role does not exist, or does not trust Lambda. */
export function executionRole(
  world: World,
  { arn: sourceArn, accountId }: RoleOwner,
  roleArn: string,
): Role | undefined {
  const account = world.accounts.get(accountId);
  if (!account) return undefined;
  const role = findRole(iamOf(world, account), roleArn.slice(roleArn.lastIndexOf('/') + 1));
  if (role?.arn !== roleArn) return undefined;
  return trustsService(role, { service, accountId, sourceArn }) ? role : undefined;
}

/** Of the credentials of an execution environment; it ends before they do. */
export const sessionMs = 12 * 3_600_000;

export function openSession(
  world: World,
  { name, accountId }: LambdaFunction,
  role: Role,
): IssuedSession {
  const issuedAt = world.clock.now();
  return issueRoleSession(world, {
    accountId,
    role,
    sessionName: name,
    session: {
      issuedAt,
      expiresAt: issuedAt + sessionMs,
      policies: [],
      tags: {},
      transitiveTagKeys: [],
      hasMfa: false,
    },
  });
}

/** For what Lambda does with the permissions of the role: writing logs, reading queues, sending to destinations. */
export function roleContext(world: World, called: LambdaFunction, role: Role): CallContext {
  const { accountId, region, name } = called;
  return {
    world,
    region,
    host: '',
    requestId: uuid(world.random),
    now: world.clock.now(),
    caller: {
      accountId,
      kind: 'role',
      arn: `arn:${world.partition.name}:sts::${accountId}:assumed-role/${role.name}/${name}`,
      userId: `${role.id}:${name}`,
      name: role.name,
      accessKeyId: '',
    },
  };
}
