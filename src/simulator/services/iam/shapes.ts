/** IAM state under AWS's names. Documents are percent-encoded, as at AWS. */

import type * as sdk from '@aws-sdk/client-iam';
import { hash, randomFrom } from '../../../model/random.ts';
import { type AwsManagedPolicy, awsManagedArn } from '../../../policy/managed-policies.ts';
import { uniqueId } from '../../world/ids.ts';
import { noSuchEntity } from './errors.ts';
import type {
  Group,
  IamState,
  Identity,
  InstanceProfile,
  ManagedPolicy,
  PolicyVersion,
  Role,
  User,
} from './resources.ts';

/** RFC 3986: also encodes the four characters that JavaScript does not. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function toTags(tags: ReadonlyMap<string, string>): sdk.Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Lists omit tags and boundary; only GetRole returns them. */
export function toRole(role: Role): sdk.Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(role.description && { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

export function toRoleInFull(role: Role): sdk.Role {
  return {
    ...toRole(role),
    ...boundary(role.boundary),
    ...(role.tags.size > 0 && { Tags: toTags(role.tags) }),
    RoleLastUsed: role.lastUsed
      ? { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region }
      : {},
  };
}

export function toUser(user: User): sdk.User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
  };
}

export function toUserInFull(user: User): sdk.User {
  return {
    ...toUser(user),
    ...boundary(user.boundary),
    ...(user.tags.size > 0 && { Tags: toTags(user.tags) }),
  };
}

export function toGroup(group: Group): sdk.Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: new Date(group.createdAt),
  };
}

export function toPolicy(state: IamState, policy: ManagedPolicy): sdk.Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount(state, policy.arn),
    PermissionsBoundaryUsageCount: boundaryCount(state, policy.arn),
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

/** All AWS managed policies have the same creation date here. */
const awsPoliciesAt = new Date(Date.UTC(2015, 1, 6, 18, 39, 46));

export function toAwsPolicy(
  partition: string,
  state: IamState,
  policy: AwsManagedPolicy,
): sdk.Policy {
  const arn = awsManagedArn(partition, policy);
  return {
    PolicyName: policy.name,
    PolicyId: uniqueId('ANPA', randomFrom(hash(arn))),
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: attachmentCount(state, arn),
    PermissionsBoundaryUsageCount: boundaryCount(state, arn),
    IsAttachable: true,
    CreateDate: awsPoliciesAt,
    UpdateDate: awsPoliciesAt,
  };
}

export function toVersion(policy: ManagedPolicy, version: PolicyVersion): sdk.PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  };
}

export function awsVersion(): sdk.PolicyVersion {
  return { VersionId: 'v1', IsDefaultVersion: true, CreateDate: awsPoliciesAt };
}

export function toInstanceProfile(state: IamState, profile: InstanceProfile): sdk.InstanceProfile {
  const role = state.roles.get(profile.roleName?.toLowerCase() ?? '');
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: role ? [toRole(role)] : [],
  };
}

export function toAttachedPolicy(arn: string): sdk.AttachedPolicy {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

export function attachmentCount(state: IamState, arn: string): number {
  return identities(state).filter(({ managed }) => managed.has(arn)).length;
}

export function inlineDocument(identity: Identity, policyName: string, kind: string): string {
  const text = identity.inline.get(policyName);
  if (text === undefined) throw noSuchEntity(`${kind} policy`, policyName);
  return encodeDocument(text);
}

function boundaryCount({ roles, users }: IamState, arn: string): number {
  return [...roles.values(), ...users.values()].filter(({ boundary }) => boundary === arn).length;
}

function identities({ roles, users, groups }: IamState): readonly Identity[] {
  return [...roles.values(), ...users.values(), ...groups.values()];
}

function boundary(arn: string | undefined) {
  if (arn === undefined) return {};
  const type = 'PermissionsBoundaryPolicy';
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: type as sdk.PermissionsBoundaryAttachmentType,
      PermissionsBoundaryArn: arn,
    },
  };
}
