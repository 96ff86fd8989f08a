/** The resource of an IAM call, for policies. */

import { requestTagConditions } from '../../request-tags.ts';
import type { FindPermissions } from '../../service.ts';
import { callerIam } from './caller-iam.ts';

export const iamPermissions: FindPermissions = (operation, input, context) => {
  const action = `iam:${operation}`;
  if (operation.startsWith('Simulate')) return undefined;
  const { state } = callerIam(context);
  const account = context.caller.accountId;
  const arn = (kind: string, name: unknown) =>
    `arn:${context.world.partition.name}:iam::${account}:${kind}${pathOf(input.Path)}${name}`;
  const conditions = {
    ...requestTagConditions(input.Tags, input.TagKeys),
    ...(typeof input.PolicyArn === 'string' && { 'iam:PolicyARN': input.PolicyArn }),
    ...(typeof input.PermissionsBoundary === 'string' && {
      'iam:PermissionsBoundary': input.PermissionsBoundary,
    }),
  };
  const need = (resource: string) => [{ action, resource, conditions }];
  const { RoleName, UserName, GroupName, PolicyName, PolicyArn, InstanceProfileName } = input;
  if (operation === 'CreatePolicy') return need(arn('policy', PolicyName));
  if (typeof InstanceProfileName === 'string') {
    const known = state.instanceProfiles.get(InstanceProfileName.toLowerCase());
    return need(known?.arn ?? arn('instance-profile', InstanceProfileName));
  }
  if (typeof RoleName === 'string') {
    return need(state.roles.get(RoleName.toLowerCase())?.arn ?? arn('role', RoleName));
  }
  if (typeof GroupName === 'string') {
    return need(state.groups.get(GroupName.toLowerCase())?.arn ?? arn('group', GroupName));
  }
  if (typeof UserName === 'string') {
    return need(state.users.get(UserName.toLowerCase())?.arn ?? arn('user', UserName));
  }
  if (typeof PolicyArn === 'string') return need(PolicyArn);
  // A call without a user name concerns the calling user.
  if (context.caller.kind === 'user' && /AccessKey|GetUser$/.test(operation)) {
    return need(context.caller.arn);
  }
  const provider = input.OpenIDConnectProviderArn;
  return typeof provider === 'string' ? need(provider) : need('*');
};

function pathOf(path: unknown): string {
  return typeof path === 'string' ? path : '/';
}
