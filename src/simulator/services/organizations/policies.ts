/** Policies of the organization: documents and types. */

import type { Organizations } from '@aws-sdk/client-organizations';
import { PolicySyntaxError, parsePolicy } from '../../../policy/document.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Handlers } from '../../service.ts';
import { policyId } from '../../world/ids.ts';
import type { OrganizationPolicy } from '../../world/organization.ts';
import { attachedTo, fullAccessId } from '../../world/organization-policies.ts';
import type { World } from '../../world/world.ts';
import { requireManagement, requireReader } from './access.ts';
import { constraint, invalidInput, notFound } from './errors.ts';
import { organizationPolicyOf } from './find.ts';
import { organizationsPage } from './page.ts';
import { toPolicySummary, toRoot } from './shapes.ts';
import { checkTags, writeTags } from './tags.ts';

const policyTypes: readonly string[] = [
  'SERVICE_CONTROL_POLICY',
  'RESOURCE_CONTROL_POLICY',
  'TAG_POLICY',
  'BACKUP_POLICY',
  'AISERVICES_OPT_OUT_POLICY',
  'CHATBOT_POLICY',
  'DECLARATIVE_POLICY_EC2',
  'SECURITYHUB_POLICY',
];

/** Ten times a thousand characters since May 2026. */
const maxCharacters = 10_240;

export const policyHandlers: Handlers<Organizations> = {
  CreatePolicy: ({ Content, Description, Name, Type, Tags = [] }, context) => {
    requireManagement(context);
    const { world } = context;
    checkType(Type);
    checkContent(Type, Content);
    checkName(world, Type, Name);
    const tags = checkTags(Tags);
    const policy: OrganizationPolicy = {
      id: policyId(world.random),
      name: Name,
      description: Description,
      type: Type,
      content: Content,
      awsManaged: false,
    };
    world.organization.policies.set(policy.id, policy);
    writeTags(world.organization.tags, policy.id, tags);
    return { Policy: { PolicySummary: toPolicySummary(world, policy), Content } };
  },

  UpdatePolicy: ({ PolicyId, Name, Description, Content }, context) => {
    requireManagement(context);
    const { world } = context;
    const policy = ownPolicy(world, PolicyId);
    if (Content !== undefined) checkContent(policy.type, Content);
    if (Name !== undefined && Name !== policy.name) checkName(world, policy.type, Name);
    policy.name = Name ?? policy.name;
    policy.description = Description ?? policy.description;
    policy.content = Content ?? policy.content;
    const summary = toPolicySummary(world, policy);
    return { Policy: { PolicySummary: summary, Content: policy.content } };
  },

  DeletePolicy: ({ PolicyId }, context) => {
    requireManagement(context);
    const { organization } = context.world;
    const policy = ownPolicy(context.world, PolicyId);
    const inUse = [...organization.attachments.values()].some((ids) => ids.includes(policy.id));
    if (inUse) {
      throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.');
    }
    organization.policies.delete(policy.id);
    organization.tags.delete(policy.id);
    return {};
  },

  DescribePolicy: ({ PolicyId }, context) => {
    requireReader(context);
    const { world } = context;
    const policy = organizationPolicyOf(world, PolicyId);
    const summary = toPolicySummary(world, policy);
    return { Policy: { PolicySummary: summary, Content: policy.content } };
  },

  ListPolicies: (input, context) => {
    requireReader(context);
    const { world } = context;
    checkType(input.Filter);
    const all = [...world.organization.policies.values()];
    const { items, token } = organizationsPage(context, input, {
      scope: `policies ${input.Filter}`,
      items: all.filter(({ type }) => type === input.Filter),
      key: ({ id }: OrganizationPolicy) => id,
    });
    return { Policies: items.map((policy) => toPolicySummary(world, policy)), ...token };
  },

  EnablePolicyType: ({ RootId, PolicyType }, context) => {
    requireManagement(context);
    const { organization } = context.world;
    checkType(PolicyType);
    if (RootId !== organization.rootId) throw notFound('Root');
    if (organization.policyTypes.has(PolicyType)) {
      const message = 'The specified policy type is already enabled.';
      throw new AwsError('PolicyTypeAlreadyEnabledException', message);
    }
    organization.policyTypes.add(PolicyType);
    return { Root: toRoot(context.world) };
  },

  DisablePolicyType: ({ RootId, PolicyType }, context) => {
    requireManagement(context);
    const { organization } = context.world;
    checkType(PolicyType);
    if (RootId !== organization.rootId) throw notFound('Root');
    if (!organization.policyTypes.delete(PolicyType)) {
      const message = 'The specified policy type is not currently enabled.';
      throw new AwsError('PolicyTypeNotEnabledException', message);
    }
    detachAll(context.world, PolicyType);
    return { Root: toRoot(context.world) };
  },
};

/** Disabling a type detaches its policies everywhere; enabling it again starts with FullAWSAccess alone. */
function detachAll({ organization }: World, type: string): void {
  for (const targetId of organization.attachments.keys()) {
    const others = attachedTo(organization, targetId).filter(
      (id) => organization.policies.get(id)?.type !== type,
    );
    const first = type === 'SERVICE_CONTROL_POLICY' ? [fullAccessId] : [];
    organization.attachments.set(targetId, [...first, ...others]);
  }
}

function checkType(type: string): void {
  if (!policyTypes.includes(type)) throw invalidInput('INVALID_ENUM_POLICY_TYPE');
}

function ownPolicy(world: World, id: string): OrganizationPolicy {
  const policy = organizationPolicyOf(world, id);
  if (policy.awsManaged) {
    throw invalidInput('IMMUTABLE_POLICY', 'You specified a policy that is managed by AWS.');
  }
  return policy;
}

function checkName(world: World, type: string, name: string): void {
  if (name.length < 1) throw invalidInput('MIN_LENGTH_EXCEEDED');
  if (name.length > 128) throw invalidInput('MAX_LENGTH_EXCEEDED');
  for (const policy of world.organization.policies.values()) {
    if (policy.type === type && policy.name === name) {
      throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
    }
  }
}

function checkContent(type: string, content: string): void {
  if (content.length > maxCharacters) {
    const message = 'The provided policy document exceeds the maximum size.';
    throw constraint('POLICY_CONTENT_LIMIT_EXCEEDED', message);
  }
  try {
    if (type === 'SERVICE_CONTROL_POLICY') parsePolicy(content, 'identity');
    else JSON.parse(content);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError) && !(error instanceof SyntaxError)) throw error;
    const message =
      'The provided policy document does not meet the requirements of the specified policy type.';
    throw new AwsError('MalformedPolicyDocumentException', message);
  }
}
