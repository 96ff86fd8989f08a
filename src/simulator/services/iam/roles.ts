/** Roles: trust, session duration and tags. */

import type { IAM } from '@aws-sdk/client-iam';
import type { Handlers } from '../../service.ts';
import { byName, callerIam, iamPage, roleOf } from './caller-iam.ts';
import { addTags, checkName, checkPath, checkPolicyArn, checkTags, hasPath } from './checks.ts';
import { alreadyExists, checkTrust, deleteConflict, limitExceeded, validation } from './errors.ts';
import { makeRole } from './make.ts';
import type { Role } from './resources.ts';
import { toRole, toRoleInFull, toTags } from './shapes.ts';

const maxRoles = 1_000;

export const roleHandlers: Handlers<IAM> = {
  CreateRole: (input, context) => {
    const { state, making: creation } = callerIam(context);
    checkName(input.RoleName, 'roleName', 64);
    checkPath(input.Path);
    checkSessionDuration(input.MaxSessionDuration);
    checkTrust(context.world, input.AssumeRolePolicyDocument);
    if (input.PermissionsBoundary) checkPolicyArn(state, input.PermissionsBoundary);
    if (state.roles.has(input.RoleName.toLowerCase())) throw alreadyExists('Role', input.RoleName);
    if (state.roles.size >= maxRoles) throw limitExceeded('RolesPerAccount', maxRoles);
    const role = makeRole(creation, {
      name: input.RoleName,
      path: input.Path,
      trustPolicy: input.AssumeRolePolicyDocument,
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration,
      boundary: input.PermissionsBoundary,
      tags: checkTags(input.Tags),
    });
    return { Role: toRoleInFull(role) };
  },

  GetRole: ({ RoleName }, context) => ({ Role: toRoleInFull(roleOf(context, RoleName)) }),

  ListRoles: (input, context) => {
    const roles = byName(callerIam(context).state.roles.values()).filter(hasPath(input.PathPrefix));
    const listing = { scope: `roles ${input.PathPrefix}`, items: roles, key: roleKey };
    const { items, marker } = iamPage(context, input, listing);
    return { Roles: items.map(toRole), ...marker };
  },

  UpdateRole: ({ RoleName, Description, MaxSessionDuration }, context) => {
    checkSessionDuration(MaxSessionDuration);
    const role = roleOf(context, RoleName);
    role.description = Description ?? role.description;
    role.maxSessionSeconds = MaxSessionDuration ?? role.maxSessionSeconds;
    return {};
  },

  UpdateRoleDescription: ({ RoleName, Description }, context) => {
    const role = roleOf(context, RoleName);
    role.description = Description;
    return { Role: toRoleInFull(role) };
  },

  UpdateAssumeRolePolicy: ({ RoleName, PolicyDocument }, context) => {
    checkTrust(context.world, PolicyDocument);
    roleOf(context, RoleName).trustPolicy = PolicyDocument;
    return {};
  },

  DeleteRole: ({ RoleName }, context) => {
    const { state } = callerIam(context);
    const role = roleOf(context, RoleName);
    if (role.managed.size > 0) throw deleteConflict('detach all policies');
    if (role.inline.size > 0) throw deleteConflict('delete policies');
    const isUsed = state.instanceProfiles
      .values()
      .some(({ roleName }) => roleName?.toLowerCase() === role.name.toLowerCase());
    if (isUsed) throw deleteConflict('remove roles from instance profile');
    state.roles.delete(role.name.toLowerCase());
    return {};
  },

  PutRolePermissionsBoundary: ({ RoleName, PermissionsBoundary }, context) => {
    checkPolicyArn(callerIam(context).state, PermissionsBoundary);
    roleOf(context, RoleName).boundary = PermissionsBoundary;
    return {};
  },

  DeleteRolePermissionsBoundary: ({ RoleName }, context) => {
    delete roleOf(context, RoleName).boundary;
    return {};
  },

  TagRole: ({ RoleName, Tags }, context) => {
    addTags(roleOf(context, RoleName).tags, Tags);
    return {};
  },

  UntagRole: ({ RoleName, TagKeys }, context) => {
    const { tags } = roleOf(context, RoleName);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListRoleTags: (input, context) => {
    const tags = toTags(roleOf(context, input.RoleName).tags);
    const listing = {
      scope: `tags of role ${input.RoleName}`,
      items: tags,
      key: ({ Key = '' }) => Key,
    };
    const { items, marker } = iamPage(context, input, listing);
    return { Tags: [...items], ...marker };
  },
};

const roleKey = ({ name }: Role) => name;

function checkSessionDuration(seconds: number | undefined): void {
  if (seconds !== undefined && (seconds < 3_600 || seconds > 43_200)) {
    throw validation(`Value '${seconds}' at 'maxSessionDuration' must be between 3600 and 43200`);
  }
}
