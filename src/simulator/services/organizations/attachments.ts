/** Attachments of policies to targets. */

import type { Organizations } from '@aws-sdk/client-organizations';
import { isAccountId } from '../../../model/account.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Handlers } from '../../service.ts';
import type { OrganizationPolicy } from '../../world/organization.ts';
import { attach, attachedTo, detach, fullAccessId } from '../../world/organization-policies.ts';
import type { World } from '../../world/world.ts';
import { requireManagement, requireReader } from './access.ts';
import { constraint } from './errors.ts';
import { organizationPolicyOf, targetOf } from './find.ts';
import { organizationsPage } from './page.ts';
import { organizationsArn, toPolicySummary } from './shapes.ts';

const maxPerTarget = 10;

export const attachmentHandlers: Handlers<Organizations> = {
  AttachPolicy: ({ PolicyId, TargetId }, context) => {
    requireManagement(context);
    const { world } = context;
    const policy = organizationPolicyOf(world, PolicyId);
    targetOf(world, TargetId);
    if (!world.organization.policyTypes.has(policy.type)) {
      const message = 'The specified policy type is not currently enabled in this root.';
      throw new AwsError('PolicyTypeNotEnabledException', message);
    }
    const attached = policiesOf(world, TargetId, policy.type);
    if (attached.some(({ id }) => id === policy.id)) {
      const message = 'The selected policy is already attached to the specified target.';
      throw new AwsError('DuplicatePolicyAttachmentException', message);
    }
    if (attached.length >= maxPerTarget) {
      const message = 'You have exceeded the number of policies attached to an entity.';
      throw constraint('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', message);
    }
    attach(world.organization, policy.id, TargetId);
    return {};
  },

  DetachPolicy: ({ PolicyId, TargetId }, context) => {
    requireManagement(context);
    const { world } = context;
    const policy = organizationPolicyOf(world, PolicyId);
    targetOf(world, TargetId);
    const attached = policiesOf(world, TargetId, policy.type);
    if (!attached.some(({ id }) => id === policy.id)) {
      const message = "The policy isn't attached to the specified target in the specified root.";
      throw new AwsError('PolicyNotAttachedException', message);
    }
    if (attached.length === 1 && policy.type === 'SERVICE_CONTROL_POLICY') {
      const message = 'You cannot remove the last service control policy from an entity.';
      throw constraint('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', message);
    }
    detach(world.organization, policy.id, TargetId);
    return {};
  },

  ListPoliciesForTarget: (input, context) => {
    requireReader(context);
    const { world } = context;
    targetOf(world, input.TargetId);
    const { items, token } = organizationsPage(context, input, {
      scope: `policies of ${input.TargetId} ${input.Filter}`,
      items: policiesOf(world, input.TargetId, input.Filter),
      key: ({ id }: OrganizationPolicy) => id,
    });
    return { Policies: items.map((policy) => toPolicySummary(world, policy)), ...token };
  },

  ListTargetsForPolicy: (input, context) => {
    requireReader(context);
    const { world } = context;
    const { id } = organizationPolicyOf(world, input.PolicyId);
    const { items, token } = organizationsPage(context, input, {
      scope: `targets of ${id}`,
      items: targetsOf(world, id),
      key: (target: string) => target,
    });
    return { Targets: items.map((target) => toTarget(world, target)), ...token };
  },
};

function policiesOf(
  { organization }: World,
  targetId: string,
  type: string,
): readonly OrganizationPolicy[] {
  if (!organization.policyTypes.has(type)) return [];
  return attachedTo(organization, targetId).flatMap((id) => {
    const policy = organization.policies.get(id);
    return policy?.type === type ? [policy] : [];
  });
}

function targetsOf({ organization }: World, policyId: string): readonly string[] {
  const candidates =
    policyId === fullAccessId
      ? [...organization.nodes.keys(), ...organization.accounts.map(({ id }) => id)]
      : [...organization.attachments.keys()];
  return candidates.filter((id) => attachedTo(organization, id).includes(policyId));
}

function toTarget(world: World, id: string) {
  const type = targetOf(world, id);
  const kind = type === 'ORGANIZATIONAL_UNIT' ? 'ou' : type.toLowerCase();
  const name = isAccountId(id)
    ? world.accounts.get(id)?.name
    : world.organization.nodes.get(id)?.name;
  return { TargetId: id, Arn: organizationsArn(world, kind, id), Name: name ?? '', Type: type };
}
