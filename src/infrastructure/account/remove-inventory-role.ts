/** Removes the inventory role and its policies from one account, if they carry our tag. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { ConvergeContext } from '../../converge/change.ts';
import { findRole } from '../../converge/converge-role.ts';
import { removePolicy, removeRole } from '../../converge/remove-identity.ts';
import { carries } from '../../converge/tags.ts';
import type { DesiredInventoryRole } from '../desired/inventory-role.ts';
import { type InfrastructureFinding, notOurs } from '../finding.ts';
import { originTags } from '../settings.ts';
import { ownPolicies } from './converge-inventory-role.ts';

export async function removeInventoryRole(
  iam: GenericCalls,
  { role, formerPolicies }: DesiredInventoryRole,
  { accountId, dry }: Pick<ConvergeContext, 'dry'> & { readonly accountId: string },
): Promise<readonly InfrastructureFinding[]> {
  const place = { accountId, resource: `role ${role.path.slice(1)}${role.name}` };
  const found = await findRole(iam, role.name);
  if (found && !(found.Path === role.path && carries(found, originTags))) {
    return [{ ...place, action: 'keep', differences: [notOurs] }];
  }
  const policies = await ownPolicies(iam, [...role.managedPolicies, ...formerPolicies]);
  if (!found && policies.length === 0) return [];
  if (!dry && found) await removeRole(iam, role.name);
  for (const arn of policies) if (!dry) await removePolicy(iam, arn);
  const names = policies.map((arn) => `policy ${arn.split('/').at(-1)}`);
  return [{ ...place, action: 'delete', differences: names }];
}
