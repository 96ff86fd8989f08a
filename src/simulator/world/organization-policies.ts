/** Policies of an organization: service control policies and other types, and their attachments. */

import type { SimulatedAccount } from './account.ts';
import { ancestry, type Organization, type OrganizationPolicy } from './organization.ts';
export const fullAccessId = 'p-FullAWSAccess';

export const fullAccess: OrganizationPolicy = {
  id: fullAccessId,
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  type: 'SERVICE_CONTROL_POLICY',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
  awsManaged: true,
};

const byDefault: readonly string[] = [fullAccessId];

/** Ids of all policies of a root, OU or account. AWS attaches FullAWSAccess to each from its first day. */
export function attachedTo(organization: Organization, targetId: string): readonly string[] {
  return organization.attachments.get(targetId) ?? byDefault;
}

export function attach(organization: Organization, policyId: string, targetId: string): void {
  organization.attachments.set(targetId, [...attachedTo(organization, targetId), policyId]);
}

export function detach(organization: Organization, policyId: string, targetId: string): void {
  const others = attachedTo(organization, targetId).filter((id) => id !== policyId);
  organization.attachments.set(targetId, others);
}

/** Contents of the policies of one type, level by level from the root down to the account. */
export function policyLevels(
  organization: Organization,
  account: SimulatedAccount,
  type: string,
): readonly (readonly string[])[] {
  const ids = [...ancestry(organization, account.parentId).map(({ id }) => id), account.id];
  return ids.map((id) =>
    attachedTo(organization, id).flatMap((policyId) => {
      const policy = organization.policies.get(policyId);
      return policy?.type === type ? [policy.content] : [];
    }),
  );
}
