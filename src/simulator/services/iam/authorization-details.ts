/** The complete IAM of an account in one listing: users, groups, roles and policies with their documents. */

import type * as sdk from '@aws-sdk/client-iam';
import type { IAM } from '@aws-sdk/client-iam';
import { awsManagedPolicies } from '../../../policy/managed-policies.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { byName, callerIam, iamPage } from './caller-iam.ts';
import type { IamState, Identity } from './resources.ts';
import {
  awsVersion,
  encodeDocument,
  toAttachedPolicy,
  toAwsPolicy,
  toGroup,
  toInstanceProfile,
  toPolicy,
  toRoleInFull,
  toUserInFull,
  toVersion,
} from './shapes.ts';

/** One entity of the account, with its list in the response. */
type IamEntity =
  | { readonly key: string; readonly user: sdk.UserDetail }
  | { readonly key: string; readonly group: sdk.GroupDetail }
  | { readonly key: string; readonly role: sdk.RoleDetail }
  | { readonly key: string; readonly policy: sdk.ManagedPolicyDetail };

export const authorizationHandlers: Handlers<IAM> = {
  GetAccountAuthorizationDetails: (input, context) => {
    const requested = new Set<string>(input.Filter ?? kinds);
    const entities = kinds
      .filter((kind) => requested.has(kind))
      .flatMap((kind) => entitiesOf(kind, context));
    const scope = `authorization details ${[...requested]}`;
    const { items, marker } = iamPage(context, input, {
      scope,
      items: entities,
      key: ({ key }) => key,
    });
    return {
      UserDetailList: items.flatMap((entity) => ('user' in entity ? [entity.user] : [])),
      GroupDetailList: items.flatMap((entity) => ('group' in entity ? [entity.group] : [])),
      RoleDetailList: items.flatMap((entity) => ('role' in entity ? [entity.role] : [])),
      Policies: items.flatMap((entity) => ('policy' in entity ? [entity.policy] : [])),
      ...marker,
    };
  },
};

const kinds = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;

function entitiesOf(kind: (typeof kinds)[number], context: CallContext): IamEntity[] {
  const { state } = callerIam(context);
  switch (kind) {
    case 'User':
      return byName(state.users.values()).map((user) => ({
        key: user.arn,
        user: {
          ...toUserInFull(user),
          UserPolicyList: documentsOf(user),
          AttachedManagedPolicies: attachedTo(user),
          GroupList: [...user.groups],
        },
      }));
    case 'Group':
      return byName(state.groups.values()).map((group) => ({
        key: group.arn,
        group: {
          ...toGroup(group),
          GroupPolicyList: documentsOf(group),
          AttachedManagedPolicies: attachedTo(group),
        },
      }));
    case 'Role':
      return byName(state.roles.values()).map((role) => ({
        key: role.arn,
        role: {
          ...toRoleInFull(role),
          RolePolicyList: documentsOf(role),
          AttachedManagedPolicies: attachedTo(role),
          InstanceProfileList: profilesOf(state, role.name),
        },
      }));
    case 'LocalManagedPolicy':
      return byName(state.policies.values()).map((policy) => ({
        key: policy.arn,
        policy: {
          ...toPolicy(state, policy),
          PolicyVersionList: policy.versions.map((version) => ({
            ...toVersion(policy, version),
            Document: encodeDocument(version.document),
          })),
        },
      }));
    case 'AWSManagedPolicy':
      return awsPolicies(context, state);
  }
}

function awsPolicies({ world }: CallContext, state: IamState): IamEntity[] {
  return awsManagedPolicies.map((policy) => {
    const summary = toAwsPolicy(world.partition.name, state, policy);
    const Document = encodeDocument(policy.document);
    const key = summary.Arn ?? policy.name;
    return { key, policy: { ...summary, PolicyVersionList: [{ ...awsVersion(), Document }] } };
  });
}

function documentsOf({ inline }: Identity): sdk.PolicyDetail[] {
  return [...inline].map(([PolicyName, text]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(text),
  }));
}

function attachedTo({ managed }: Identity): sdk.AttachedPolicy[] {
  return [...managed].map(toAttachedPolicy);
}

function profilesOf(state: IamState, roleName: string): sdk.InstanceProfile[] {
  return [...state.instanceProfiles.values()]
    .filter((profile) => profile.roleName === roleName)
    .map((profile) => toInstanceProfile(state, profile));
}
