/** The condition keys that AWS sets for every call: the principal, the source, the time. */

import type { CallContext, RequiredPermission } from './service.ts';
import { findRole, findUser, iamOf } from './services/iam/state.ts';
import type { CallerIdentity } from './world/caller.ts';
import { nodePath } from './world/organization.ts';
import type { World } from './world/world.ts';

export type ConditionKeys = Record<string, string | readonly string[]>;

/** The call's own keys win over the general ones. */
export function conditionKeys(context: CallContext, need: RequiredPermission): ConditionKeys {
  const { world, region, now } = context;
  return {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
    ...(need.resource !== '*' && resourceKeys(world, need.owner ?? context.caller.accountId)),
    ...principalKeys(world, context.caller),
    ...need.conditions,
  };
}

/** The role or the user, never the session: `aws:PrincipalArn` is the ARN that policies are written for. */
function principalArn(world: World, caller: CallerIdentity): string {
  if (caller.kind !== 'role') return caller.arn;
  const account = world.accounts.get(caller.accountId);
  const role = account && findRole(iamOf(world, account), caller.name);
  return role?.arn ?? `arn:${world.partition.name}:iam::${caller.accountId}:role/${caller.name}`;
}

function principalKeys(world: World, caller: CallerIdentity): ConditionKeys {
  if (caller.kind === 'anonymous') return { 'aws:PrincipalType': 'Anonymous' };
  const account = world.accounts.get(caller.accountId);
  return {
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalArn': principalArn(world, caller),
    'aws:PrincipalType': principalTypes[caller.kind],
    'aws:userid': caller.userId,
    ...(caller.kind === 'user' && { 'aws:username': caller.name }),
    ...(account && {
      'aws:PrincipalOrgID': world.organization.id,
      'aws:PrincipalOrgPaths': [nodePath(world.organization, account.parentId)],
    }),
    ...tagKeys('aws:PrincipalTag/', principalTags(world, caller)),
    ...sessionKeys(caller),
  };
}

const principalTypes = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  anonymous: 'Anonymous',
} as const;

function sessionKeys({ session }: CallerIdentity): ConditionKeys {
  if (!session) return {};
  return {
    'aws:MultiFactorAuthPresent': String(session.hasMfa),
    'aws:TokenIssueTime': new Date(session.issuedAt).toISOString(),
    ...(session.hasMfa && { 'aws:MultiFactorAuthAge': '0' }),
    ...(session.sourceIdentity && { 'aws:SourceIdentity': session.sourceIdentity }),
    ...(session.federatedProvider && { 'aws:FederatedProvider': session.federatedProvider }),
  };
}

/** A session's own tags win over those of its role. */
function principalTags(world: World, caller: CallerIdentity): Readonly<Record<string, string>> {
  const account = world.accounts.get(caller.accountId);
  if (!account) return {};
  const state = iamOf(world, account);
  const identity =
    caller.kind === 'role' ? findRole(state, caller.name) : findUser(state, caller.name);
  return { ...Object.fromEntries(identity?.tags ?? []), ...caller.session?.tags };
}

function resourceKeys(world: World, owner: string): ConditionKeys {
  const account = world.accounts.get(owner);
  if (!account) return {};
  return {
    'aws:ResourceAccount': owner,
    'aws:ResourceOrgID': world.organization.id,
    'aws:ResourceOrgPaths': [nodePath(world.organization, account.parentId)],
  };
}

function tagKeys(prefix: string, tags: Readonly<Record<string, string>>): ConditionKeys {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]));
}
