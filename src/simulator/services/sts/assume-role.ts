/** AssumeRole: access between accounts, with all of AWS's checks. */

import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { AwsError } from '../../../wire/aws-error.ts';
import { authorize } from '../../authorize.ts';
import { requestTagConditions } from '../../request-tags.ts';
import type { CallContext, HandlerInput, RequiredPermission } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { isRegionUsable } from '../../world/regions.ts';
import type { World } from '../../world/world.ts';
import type { IamState, Role } from '../iam/resources.ts';
import { findRole, iamOf } from '../iam/state.ts';
import {
  checkCount,
  checkNumber,
  checkText,
  externalIdRule,
  roleArnRule,
  serialNumberRule,
  sessionNameRule,
  tokenCodeRule,
  validationError,
} from './checks.ts';
import { checkMfa } from './mfa.ts';
import { issueRoleSession } from './session.ts';
import { checkSessionTags, inheritTags, packedSize, sessionPolicies } from './session-limits.ts';

type Input = HandlerInput<AssumeRoleCommandInput>;

const hourSeconds = 3_600;
const longestSeconds = 43_200;

export function assumeRole(
  input: Input,
  context: CallContext,
): Omit<AssumeRoleCommandOutput, '$metadata'> {
  checkInput(input);
  const { world, caller, now } = context;
  const tags = checkSessionTags(input.Tags);
  if (caller.kind === 'root') {
    throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', {
      status: 403,
    });
  }
  const { account, role, state } = permittedRole(input, context);
  if (!isRegionUsable(world, account, context.region)) throw regionDisabled(context.region);
  const policies = sessionPolicies(input, state);
  const seconds = checkDuration(input.DurationSeconds, role, caller.session !== undefined);
  const sourceIdentity = input.SourceIdentity ?? caller.session?.sourceIdentity;
  const issued = issueRoleSession(world, {
    accountId: account.id,
    role,
    sessionName: input.RoleSessionName,
    session: {
      issuedAt: now,
      expiresAt: now + seconds * 1000,
      policies,
      ...inheritTags(caller.session, tags, input.TransitiveTagKeys ?? []),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      hasMfa: input.SerialNumber !== undefined,
    },
  });
  role.lastUsed = { at: now, region: context.region };
  return {
    Credentials: issued.credentials,
    AssumedRoleUser: { AssumedRoleId: issued.caller.userId, Arn: issued.caller.arn },
    PackedPolicySize: packedSize(policies, input.Tags ?? []),
    SourceIdentity: sourceIdentity,
  };
}

export interface RolePlace {
  readonly account: SimulatedAccount;
  readonly role: Role;
  readonly state: IamState;
}

/** The role of an ARN, in an active account. */
export function roleAt(world: World, arn: string): RolePlace | undefined {
  const parts = /^arn:([\w-]+):iam::(\d{12}):role(\/.*)$/.exec(arn);
  const account = world.accounts.get(parts?.[2] ?? '');
  if (account?.state !== 'ACTIVE') return undefined;
  const state = iamOf(world, account);
  const role = findRole(state, arn.slice(arn.lastIndexOf('/') + 1));
  // Path and partition are part of the ARN: AWS does not find a role without its path.
  return role?.arn === arn ? { account, role, state } : undefined;
}

/** Defaults to an hour; role chaining may not exceed it. */
export function checkDuration(
  requested: number | undefined,
  { maxSessionSeconds }: Role,
  chained: boolean,
): number {
  const seconds = requested ?? hourSeconds;
  if (chained && seconds > hourSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > maxSessionSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

export function regionDisabled(region: string): AwsError {
  const message = `STS is not activated in the requested region ${region} for the account that is being asked to generate credentials.`;
  return new AwsError('RegionDisabledException', message, { status: 403 });
}

function checkInput(input: Input): void {
  checkText(input.RoleArn, 'roleArn', roleArnRule);
  checkText(input.RoleSessionName, 'roleSessionName', sessionNameRule);
  checkText(input.ExternalId, 'externalId', externalIdRule);
  checkText(input.SourceIdentity, 'sourceIdentity', sessionNameRule);
  checkNumber(input.DurationSeconds, 'durationSeconds', { min: 900, max: longestSeconds });
  checkCount(input.TransitiveTagKeys, 'transitiveTagKeys', 50);
  checkText(input.SerialNumber, 'serialNumber', serialNumberRule);
  checkText(input.TokenCode, 'tokenCode', tokenCodeRule);
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(input.RoleArn)) {
    throw validationError(`${input.RoleArn} is invalid`);
  }
}

/** A missing role and a refusing one return the same error, so that callers cannot probe for roles. */
function permittedRole(input: Input, context: CallContext): RolePlace {
  checkMfa(input, context);
  const place = roleAt(context.world, input.RoleArn);
  const needs = place ? neededFor(input, context, place) : [];
  const refused = place ? needs.find((need) => !authorize(context, need).allowed) : undefined;
  if (place && !refused) return place;
  const action = refused?.action ?? 'sts:AssumeRole';
  throw new AwsError(
    'AccessDenied',
    `User: ${context.caller.arn} is not authorized to perform: ${action} on resource: ${input.RoleArn}`,
    { status: 403 },
  );
}

function neededFor(
  input: Input,
  { caller }: CallContext,
  { account, role }: RolePlace,
): readonly RequiredPermission[] {
  const sourceIdentity = input.SourceIdentity ?? caller.session?.sourceIdentity;
  const conditions = {
    'sts:RoleSessionName': input.RoleSessionName,
    ...(input.ExternalId !== undefined && { 'sts:ExternalId': input.ExternalId }),
    ...(input.TransitiveTagKeys && { 'sts:TransitiveTagKeys': input.TransitiveTagKeys }),
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    ...(input.SerialNumber !== undefined && { 'aws:MultiFactorAuthPresent': 'true' }),
    ...requestTagConditions(input.Tags),
  };
  const isTagged =
    (input.Tags ?? []).length > 0 || (caller.session?.transitiveTagKeys ?? []).length > 0;
  const actions = [
    'sts:AssumeRole',
    ...(isTagged ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  return actions.map((action) => ({
    action,
    resource: role.arn,
    owner: account.id,
    conditions,
    resourcePolicy: { text: role.trustPolicy, kind: 'trust' },
  }));
}
