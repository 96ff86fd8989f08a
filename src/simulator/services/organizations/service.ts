/** AWS Organizations. */

import type { Organizations } from '@aws-sdk/client-organizations';
import { isAccountId, isOuId, isRootId } from '../../../model/account.ts';
import { requestTagConditions } from '../../request-tags.ts';
import { defineService, type RequiredPermission } from '../../service.ts';
import type { World } from '../../world/world.ts';
import { accountHandlers } from './accounts.ts';
import { attachmentHandlers } from './attachments.ts';
import { delegationHandlers } from './delegation.ts';
import { handshakeHandlers } from './handshakes.ts';
import { membershipHandlers } from './membership.ts';
import { policyHandlers } from './policies.ts';
import { organizationsArn, toPolicySummary } from './shapes.ts';
import { tagHandlers } from './tags.ts';
import { treeHandlers } from './tree.ts';
import { unitHandlers } from './units.ts';

export const organizationsService = defineService<Organizations>({
  name: 'organizations',
  operations: {
    ...treeHandlers,
    ...unitHandlers,
    ...accountHandlers,
    ...tagHandlers,
    ...policyHandlers,
    ...attachmentHandlers,
    ...delegationHandlers,
    ...membershipHandlers,
    ...handshakeHandlers,
  },
  permissions: (operation, input, { world }) => {
    const arns = idMembers.flatMap((member) => arnOf(world, input[member]) ?? []);
    if (arns.length === 0) return undefined;
    const conditions = requestTagConditions(input.Tags, input.TagKeys);
    return arns.map(
      (resource): RequiredPermission => ({
        action: `organizations:${operation}`,
        resource,
        conditions,
      }),
    );
  },
});

const idMembers = [
  'AccountId',
  'OrganizationalUnitId',
  'ParentId',
  'SourceParentId',
  'DestinationParentId',
  'ResourceId',
  'TargetId',
  'PolicyId',
];

function arnOf(world: World, id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined;
  if (isAccountId(id)) return organizationsArn(world, 'account', id);
  if (isOuId(id)) return organizationsArn(world, 'ou', id);
  if (isRootId(id)) return organizationsArn(world, 'root', id);
  const policy = world.organization.policies.get(id);
  return policy && toPolicySummary(world, policy).Arn;
}
