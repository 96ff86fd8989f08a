/** AWS::IAM::Role */

import { findRole, iamOf } from '../../iam/state.ts';
import { membersOf } from '../template/value.ts';
import {
  alreadyExists,
  documentText,
  type ExistingResource,
  listOf,
  numberOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
  required,
  textsOf,
} from './provider.ts';

export const iamRole: ResourceProvider = {
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],
  replacedBy: ['RoleName', 'Path'],

  create: (request) => {
    const { access, properties, type, tags } = request;
    const name = String(properties.RoleName ?? request.generateName(64));
    if (stateOf(access, name)) throw alreadyExists(type, name);
    access.call('iam', 'CreateRole', {
      RoleName: name,
      Path: properties.Path,
      AssumeRolePolicyDocument: documentText(required(request, 'AssumeRolePolicyDocument')),
      Description: properties.Description,
      MaxSessionDuration: numberOf(properties.MaxSessionDuration),
      PermissionsBoundary: properties.PermissionsBoundary,
      ...(tags.length > 0 && { Tags: tags }),
    });
    const made = { physicalId: name, properties: {}, tags: [] };
    try {
      applyPolicies(request, made);
    } catch (error) {
      removeRole(access, { ...made, properties });
      throw error;
    }
    return provided(access, name);
  },

  update: (request, before) => {
    const { access, properties } = request;
    const RoleName = before.physicalId;
    access.call('iam', 'UpdateAssumeRolePolicy', {
      RoleName,
      PolicyDocument: documentText(required(request, 'AssumeRolePolicyDocument')),
    });
    access.call('iam', 'UpdateRole', {
      RoleName,
      Description: properties.Description ?? '',
      MaxSessionDuration: numberOf(properties.MaxSessionDuration) ?? 3_600,
    });
    applyBoundary(request, before);
    applyPolicies(request, before);
    const removed = removedTags(request, before);
    if (removed.length > 0) access.call('iam', 'UntagRole', { RoleName, TagKeys: removed });
    if (request.tags.length > 0) access.call('iam', 'TagRole', { RoleName, Tags: request.tags });
    return provided(access, RoleName);
  },

  remove: removeRole,
};

function stateOf({ context: { world, caller } }: ProviderAccess, name: string) {
  const account = world.accounts.get(caller.accountId);
  return account && findRole(iamOf(world, account), name);
}

function provided(access: ProviderAccess, name: string): ProvidedResource {
  const role = stateOf(access, name);
  return { physicalId: name, attributes: { Arn: role?.arn, RoleId: role?.id } };
}

function applyBoundary({ access, properties }: ResourceRequest, before: ExistingResource): void {
  const { PermissionsBoundary } = properties;
  const RoleName = before.physicalId;
  if (PermissionsBoundary !== undefined) {
    access.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
  } else if (before.properties.PermissionsBoundary !== undefined) {
    access.call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
  }
}

/** Policies that the template no longer names are removed; those attached by others remain. */
function applyPolicies({ access, properties }: ResourceRequest, before: ExistingResource): void {
  const RoleName = before.physicalId;
  const arns = textsOf(properties.ManagedPolicyArns);
  const names = new Set(inlineNames(properties.Policies));
  for (const PolicyArn of textsOf(before.properties.ManagedPolicyArns)) {
    if (!arns.includes(PolicyArn)) access.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  }
  for (const PolicyName of inlineNames(before.properties.Policies)) {
    if (!names.has(PolicyName)) access.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  }
  for (const PolicyArn of arns) access.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  for (const { PolicyName, PolicyDocument } of listOf(properties.Policies)) {
    const document = documentText(PolicyDocument);
    access.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: document });
  }
}

const inlineNames = (policies: unknown) =>
  listOf(policies).map((policy) => String(membersOf(policy).PolicyName));

function removeRole(access: ProviderAccess, { physicalId, properties }: ExistingResource): void {
  const role = stateOf(access, physicalId);
  if (!role) return;
  const RoleName = physicalId;
  for (const PolicyArn of textsOf(properties.ManagedPolicyArns)) {
    if (role.managed.has(PolicyArn))
      access.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  }
  for (const PolicyName of inlineNames(properties.Policies)) {
    if (role.inline.has(PolicyName))
      access.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  }
  access.call('iam', 'DeleteRole', { RoleName });
}
