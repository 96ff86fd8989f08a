/** Managed policies and their versions, customer managed and AWS managed. */

import type * as sdk from '@aws-sdk/client-iam';
import type { IAM } from '@aws-sdk/client-iam';
import { awsManagedPolicies, awsManagedPolicy } from '../../../policy/managed-policies.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { byName, callerIam, iamPage } from './caller-iam.ts';
import { addTags, checkName, checkPath, checkPolicyArn, checkTags } from './checks.ts';
import {
  alreadyExists,
  checkDocument,
  deleteConflict,
  limitExceeded,
  noSuchEntity,
} from './errors.ts';
import { makePolicy } from './make-policy.ts';
import type { IamState, Identity, ManagedPolicy } from './resources.ts';
import {
  attachmentCount,
  awsVersion,
  encodeDocument,
  toAwsPolicy,
  toPolicy,
  toTags,
  toVersion,
} from './shapes.ts';

const maxVersions = 5;
const maxCharacters = 6_144;

export const policyHandlers: Handlers<IAM> = {
  CreatePolicy: (input, context) => {
    const { state, making: creation } = callerIam(context);
    checkName(input.PolicyName, 'policyName', 128);
    checkPath(input.Path);
    checkSize(input.PolicyDocument);
    checkDocument(input.PolicyDocument, 'identity');
    // The name must be unique regardless of its path.
    const isTaken = state.policies
      .values()
      .some(({ name }) => name.toLowerCase() === input.PolicyName.toLowerCase());
    if (isTaken) throw alreadyExists('A policy called', input.PolicyName);
    const policy = makePolicy(creation, {
      name: input.PolicyName,
      path: input.Path,
      document: input.PolicyDocument,
      description: input.Description,
      tags: checkTags(input.Tags),
    });
    return { Policy: { ...toPolicy(state, policy), Tags: toTags(policy.tags) } };
  },

  GetPolicy: ({ PolicyArn }, context) => {
    const { state } = callerIam(context);
    const ofAws = awsManagedPolicy(PolicyArn);
    if (ofAws) {
      const policy = toAwsPolicy(context.world.partition.name, state, ofAws);
      return { Policy: { ...policy, Description: ofAws.description, Tags: [] } };
    }
    const policy = ownPolicy(context, PolicyArn);
    const description = policy.description && { Description: policy.description };
    return {
      Policy: { ...toPolicy(state, policy), ...description, Tags: toTags(policy.tags) },
    };
  },

  ListPolicies: (input, context) => {
    const { Scope = 'All', OnlyAttached = false, PathPrefix = '/' } = input;
    const items = listed(context, Scope).filter(
      ({ Path = '/', AttachmentCount = 0 }) =>
        Path.startsWith(PathPrefix) && (!OnlyAttached || AttachmentCount > 0),
    );
    const scope = `policies ${Scope} ${OnlyAttached} ${PathPrefix}`;
    const page = iamPage(context, input, { scope, items, key: ({ Arn = '' }) => Arn });
    return { Policies: [...page.items], ...page.marker };
  },

  DeletePolicy: ({ PolicyArn }, context) => {
    const { state } = callerIam(context);
    const policy = ownPolicy(context, PolicyArn);
    if (attachmentCount(state, policy.arn) > 0) {
      throw deleteConflict('detach the policy from all entities');
    }
    if (policy.versions.length > 1) throw deleteConflict('delete all non-default versions');
    state.policies.delete(policy.arn);
    return {};
  },

  CreatePolicyVersion: ({ PolicyArn, PolicyDocument, SetAsDefault }, context) => {
    const policy = ownPolicy(context, PolicyArn);
    checkSize(PolicyDocument);
    checkDocument(PolicyDocument, 'identity');
    if (policy.versions.length >= maxVersions) {
      throw limitExceeded('VersionsPerPolicy', maxVersions);
    }
    const id = `v${policy.nextVersion++}`;
    const version = { id, document: PolicyDocument, createdAt: context.now };
    policy.versions = [...policy.versions, version];
    policy.updatedAt = context.now;
    if (SetAsDefault) policy.defaultVersionId = id;
    return { PolicyVersion: toVersion(policy, version) };
  },

  GetPolicyVersion: ({ PolicyArn, VersionId }, context) => {
    const ofAws = awsManagedPolicy(PolicyArn);
    if (ofAws && VersionId === 'v1') {
      return { PolicyVersion: { ...awsVersion(), Document: encodeDocument(ofAws.document) } };
    }
    const policy = ownPolicy(context, PolicyArn);
    const version = versionOf(policy, VersionId);
    const Document = encodeDocument(version.document);
    return { PolicyVersion: { ...toVersion(policy, version), Document } };
  },

  ListPolicyVersions: (input, context) => {
    const ofAws = awsManagedPolicy(input.PolicyArn);
    const policy = ofAws ? undefined : ownPolicy(context, input.PolicyArn);
    const newestFirst = policy?.versions.toReversed().map((version) => toVersion(policy, version));
    const page = iamPage(context, input, {
      scope: `versions ${input.PolicyArn}`,
      items: newestFirst ?? [awsVersion()],
      key: ({ VersionId = '' }) => VersionId,
    });
    return { Versions: [...page.items], ...page.marker };
  },

  SetDefaultPolicyVersion: ({ PolicyArn, VersionId }, context) => {
    const policy = ownPolicy(context, PolicyArn);
    policy.defaultVersionId = versionOf(policy, VersionId).id;
    policy.updatedAt = context.now;
    return {};
  },

  DeletePolicyVersion: ({ PolicyArn, VersionId }, context) => {
    const policy = ownPolicy(context, PolicyArn);
    const version = versionOf(policy, VersionId);
    if (version.id === policy.defaultVersionId) {
      const message = 'Cannot delete the default version of a policy.';
      throw new AwsError('DeleteConflictException', message, { status: 409 });
    }
    policy.versions = policy.versions.filter((other) => other !== version);
    return {};
  },

  ListEntitiesForPolicy: (input, context) => {
    const { state } = callerIam(context);
    checkPolicyArn(state, input.PolicyArn);
    const items = entitiesOf(state, input.PolicyArn, input.EntityFilter);
    const scope = `entities ${input.PolicyArn} ${input.EntityFilter}`;
    const page = iamPage(context, input, { scope, items, key: ({ entity }) => entity.id });
    const of = (kind: string) =>
      page.items.filter((item) => item.kind === kind).map(({ entity }) => entity);
    return {
      PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      ...page.marker,
    };
  },

  TagPolicy: ({ PolicyArn, Tags }, context) => {
    addTags(ownPolicy(context, PolicyArn).tags, Tags);
    return {};
  },

  UntagPolicy: ({ PolicyArn, TagKeys }, context) => {
    const { tags } = ownPolicy(context, PolicyArn);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListPolicyTags: (input, context) => {
    const items = toTags(ownPolicy(context, input.PolicyArn).tags);
    const listing = { scope: `tags ${input.PolicyArn}`, items, key: ({ Key = '' }) => Key };
    const page = iamPage(context, input, listing);
    return { Tags: [...page.items], ...page.marker };
  },
};

function listed(context: CallContext, scope: string): readonly sdk.Policy[] {
  const { state } = callerIam(context);
  const own = byName(state.policies.values()).map((policy) => toPolicy(state, policy));
  const { name } = context.world.partition;
  const ofAws = awsManagedPolicies.map((policy) => toAwsPolicy(name, state, policy));
  if (scope === 'Local') return own;
  return scope === 'AWS' ? ofAws : [...own, ...ofAws];
}

function ownPolicy(context: CallContext, arn: string): ManagedPolicy {
  const { state } = callerIam(context);
  const policy = state.policies.get(arn);
  if (policy) return policy;
  // An AWS managed policy exists, but cannot be changed.
  if (awsManagedPolicy(arn)) {
    const message = `Policy ${arn} is an AWS managed policy and cannot be changed.`;
    throw new AwsError('AccessDenied', message, { status: 403 });
  }
  throw noSuchEntity('policy', arn);
}

function versionOf(policy: ManagedPolicy, id: string) {
  const version = policy.versions.find((one) => one.id === id);
  if (!version) throw noSuchEntity('policy version', id);
  return version;
}

function checkSize(document: string): void {
  if (document.replace(/\s/g, '').length > maxCharacters) {
    throw limitExceeded('PolicySize', maxCharacters);
  }
}

function entitiesOf(
  { roles, users, groups }: IamState,
  arn: string,
  filter: string | undefined,
): readonly { readonly kind: string; readonly entity: Identity }[] {
  const kinds: readonly (readonly [string, Iterable<Identity>])[] = [
    ['Role', roles.values()],
    ['User', users.values()],
    ['Group', groups.values()],
  ];
  return kinds
    .filter(([kind]) => filter === undefined || filter === kind)
    .flatMap(([kind, entities]) =>
      [...entities].flatMap((entity) => (entity.managed.has(arn) ? [{ kind, entity }] : [])),
    );
}
