/** Converges the inventory role of one account and its policies; policies that are no longer needed are deleted. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { ConvergeContext, ResourceChange } from '../../converge/change.ts';
import { convergePolicy, findPolicy } from '../../converge/converge-policy.ts';
import { convergeRole } from '../../converge/converge-role.ts';
import { removePolicy } from '../../converge/remove-identity.ts';
import { carries } from '../../converge/tags.ts';
import { type DesiredInventoryRole, inventoryPath } from '../desired/inventory-role.ts';
import { originTags } from '../settings.ts';

/** Policies before the role that they are attached to; policies are detached before they are deleted. */
export async function convergeInventoryRole(
  iam: GenericCalls,
  { role, policies, formerPolicies }: DesiredInventoryRole,
  converging: ConvergeContext,
): Promise<readonly ResourceChange[]> {
  const ofPolicies: ResourceChange[] = [];
  for (const policy of policies) {
    ofPolicies.push(...(await convergePolicy(iam, policy, converging)));
  }
  const former = await ownPolicies(iam, formerPolicies);
  const ofRole = await convergeRole(iam, { ...role, formerPolicies: former }, converging);
  for (const arn of former) if (!converging.dry) await removePolicy(iam, arn);
  return mergeChanges(`role ${inventoryPath.slice(1)}${role.name}`, [
    ...ofRole,
    ...ofPolicies,
    ...former.map(
      (arn): ResourceChange => ({ resource: policyNamed(arn), action: 'delete', differences: [] }),
    ),
  ]);
}

/** Returns one change per account, so that a plan for a thousand accounts stays readable. */
function mergeChanges(
  resource: string,
  changes: readonly ResourceChange[],
): readonly ResourceChange[] {
  if (changes.length === 0) return [];
  const made = changes.find((change) => change.resource === resource);
  if (made?.action === 'create') return [{ resource, action: 'create', differences: [] }];
  const differences = changes.flatMap((change) =>
    change === made ? change.differences : [`${change.resource} (${change.action})`],
  );
  return [{ resource, action: 'update', differences }];
}

function policyNamed(arn: string): string {
  return `policy ${arn.split('/').at(-1)}`;
}

/** Returns those that exist and carry our tag, which ListPolicies does not return. */
export async function ownPolicies(
  iam: GenericCalls,
  arns: readonly string[],
): Promise<readonly string[]> {
  const own: string[] = [];
  for (const arn of await existingPolicies(iam, new Set(arns))) {
    const policy = await findPolicy(iam, arn);
    if (policy && carries(policy, originTags)) own.push(arn);
  }
  return own;
}

async function existingPolicies(
  iam: GenericCalls,
  arns: ReadonlySet<string>,
): Promise<readonly string[]> {
  const there: string[] = [];
  const input = { Scope: 'Local', PathPrefix: inventoryPath };
  for await (const { Policies = [] } of iam.pages('ListPolicies', input)) {
    for (const { Arn = '' } of Policies as readonly { readonly Arn?: string }[]) {
      if (arns.has(Arn)) there.push(Arn);
    }
  }
  return there;
}
