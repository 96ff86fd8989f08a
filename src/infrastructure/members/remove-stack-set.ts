/** Removes the stack set: first its stacks in the accounts, with their resources. */

import { carries } from '../../converge/tags.ts';
import { type InfrastructureFinding, notOurs } from '../finding.ts';
import { originTags } from '../settings.ts';
import {
  change,
  findStackSet,
  resultsOf,
  type StackSetAccess,
  stackSetResource,
  waitUntilStackSetIdle,
} from './stack-set.ts';

export async function removeStackSet(
  access: StackSetAccess,
  { role, dry }: { readonly role: string; readonly dry: boolean },
): Promise<readonly InfrastructureFinding[]> {
  const found = await findStackSet(access);
  if (!found) return [];
  const { OrganizationalUnitIds = [] } = found;
  const finding = { accountId: access.accountId, resource: stackSetResource(access) };
  if (!carries(found, originTags)) {
    const kept = { ...finding, action: 'keep', differences: [notOurs] } as const;
    access.onFinding?.(kept);
    return [kept];
  }
  const whole: InfrastructureFinding = {
    ...finding,
    action: 'delete',
    differences: OrganizationalUnitIds,
  };
  if (dry) return [whole];
  const results = await removeStacks(access, OrganizationalUnitIds, role);
  // CloudFormation does not delete a stack set that has stacks.
  if (results.some(({ action }) => action === 'failed')) return results;
  await change(access, 'DeleteStackSet', {});
  access.onFinding?.(whole);
  return [...results, whole];
}

async function removeStacks(
  access: StackSetAccess,
  units: readonly string[],
  role: string,
): Promise<readonly InfrastructureFinding[]> {
  if (units.length === 0) return [];
  await waitUntilStackSetIdle(access);
  const { OperationId } = await change(access, 'DeleteStackInstances', {
    Regions: [access.region],
    DeploymentTargets: { OrganizationalUnitIds: units },
    RetainStacks: false,
    OperationPreferences: { FailureTolerancePercentage: 100, MaxConcurrentPercentage: 100 },
  });
  return resultsOf(access, { OperationId, action: 'delete', role });
}
