/** Policies on roles, users and groups: attached ones and inline ones. The same eight verbs for each of the three. */

import type { IAM } from '@aws-sdk/client-iam';
import type { CallContext, Handlers } from '../../service.ts';
import { callerIam, groupOf, iamPage, roleOf, userOf } from './caller-iam.ts';
import { checkName, checkPolicyArn } from './checks.ts';
import { checkDocument, limitExceeded, noSuchEntity } from './errors.ts';
import type { Identity } from './resources.ts';
import { inlineDocument, toAttachedPolicy } from './shapes.ts';

const maxAttached = 20;

export const permissionHandlers: Handlers<IAM> = {
  AttachRolePolicy: (input, context) => attach(context, roleOf(context, input.RoleName), input),
  DetachRolePolicy: (input, context) => detach(roleOf(context, input.RoleName), input),
  PutRolePolicy: (input, context) => put(roleOf(context, input.RoleName), input),
  DeleteRolePolicy: (input, context) => remove(roleOf(context, input.RoleName), input),
  ListAttachedRolePolicies: (input, context) =>
    listAttached(context, roleOf(context, input.RoleName), input),
  ListRolePolicies: (input, context) => listInline(context, roleOf(context, input.RoleName), input),
  GetRolePolicy: ({ RoleName, PolicyName }, context) => {
    const role = roleOf(context, RoleName);
    const text = inlineDocument(role, PolicyName, 'role');
    return { RoleName: role.name, PolicyName, PolicyDocument: text };
  },

  AttachUserPolicy: (input, context) => attach(context, userOf(context, input.UserName), input),
  DetachUserPolicy: (input, context) => detach(userOf(context, input.UserName), input),
  PutUserPolicy: (input, context) => put(userOf(context, input.UserName), input),
  DeleteUserPolicy: (input, context) => remove(userOf(context, input.UserName), input),
  ListAttachedUserPolicies: (input, context) =>
    listAttached(context, userOf(context, input.UserName), input),
  ListUserPolicies: (input, context) => listInline(context, userOf(context, input.UserName), input),
  GetUserPolicy: ({ UserName, PolicyName }, context) => {
    const user = userOf(context, UserName);
    const text = inlineDocument(user, PolicyName, 'user');
    return { UserName: user.name, PolicyName, PolicyDocument: text };
  },

  AttachGroupPolicy: (input, context) => attach(context, groupOf(context, input.GroupName), input),
  DetachGroupPolicy: (input, context) => detach(groupOf(context, input.GroupName), input),
  PutGroupPolicy: (input, context) => put(groupOf(context, input.GroupName), input),
  DeleteGroupPolicy: (input, context) => remove(groupOf(context, input.GroupName), input),
  ListAttachedGroupPolicies: (input, context) =>
    listAttached(context, groupOf(context, input.GroupName), input),
  ListGroupPolicies: (input, context) =>
    listInline(context, groupOf(context, input.GroupName), input),
  GetGroupPolicy: ({ GroupName, PolicyName }, context) => {
    const group = groupOf(context, GroupName);
    const text = inlineDocument(group, PolicyName, 'group');
    return { GroupName: group.name, PolicyName, PolicyDocument: text };
  },
};

function attach(
  context: CallContext,
  identity: Identity,
  { PolicyArn }: { readonly PolicyArn: string },
) {
  checkPolicyArn(callerIam(context).state, PolicyArn);
  if (identity.managed.size >= maxAttached && !identity.managed.has(PolicyArn)) {
    throw limitExceeded('PoliciesPerIdentity', maxAttached);
  }
  identity.managed.add(PolicyArn);
  return {};
}

function detach(identity: Identity, { PolicyArn }: { readonly PolicyArn: string }) {
  if (!identity.managed.delete(PolicyArn)) throw noSuchEntity('attached policy', PolicyArn);
  return {};
}

function put(
  identity: Identity,
  policy: { readonly PolicyName: string; readonly PolicyDocument: string },
) {
  checkName(policy.PolicyName, 'policyName', 128);
  checkDocument(policy.PolicyDocument, 'identity');
  identity.inline.set(policy.PolicyName, policy.PolicyDocument);
  return {};
}

function remove(identity: Identity, { PolicyName }: { readonly PolicyName: string }) {
  if (!identity.inline.delete(PolicyName)) throw noSuchEntity('policy', PolicyName);
  return {};
}

type Paged = Parameters<typeof iamPage>[1] & { readonly PathPrefix?: string | undefined };

function listAttached(context: CallContext, identity: Identity, input: Paged) {
  const { PathPrefix = '/' } = input;
  const arns = [...identity.managed].filter((arn) => arn.includes(`:policy${PathPrefix}`));
  const listing = {
    scope: `attached ${identity.id} ${PathPrefix}`,
    items: arns,
    key: (arn: string) => arn,
  };
  const { items, marker } = iamPage(context, input, listing);
  return { AttachedPolicies: items.map(toAttachedPolicy), ...marker };
}

function listInline(context: CallContext, identity: Identity, input: Paged) {
  const names = [...identity.inline.keys()].sort();
  const listing = { scope: `inline ${identity.id}`, items: names, key: (name: string) => name };
  const { items, marker } = iamPage(context, input, listing);
  return { PolicyNames: [...items], ...marker };
}
