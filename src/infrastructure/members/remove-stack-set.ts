/** Removes the stack set: first its stacks in the accounts, with their resources. */

import { carries } from '../../converge/tags.ts';
import { type InfrastructureFinding, notOurs } from '../finding.ts';
import { originTags } from '../settings.ts';
import {
  call,
  findStackSet,
  resultsOf,
  type StackSetAccess,
  stackSetName,
  waitUntilStackSetIdle,
} from './stack-set.ts';

export async function removeStackSet(
  access: StackSetAccess,
  { role, dry }: { readonly role: string; readonly dry: boolean },
): Promise<readonly InfrastructureFinding[]> {
  const found = await findStackSet(access);
  if (!found) return [];
  const { OrganizationalUnitIds = [] } = found;
  const finding = { accountId: access.accountId, resource: `stack set ${stackSetName}` };
  if (!carries(found, originTags)) return [{ ...finding, action: 'keep', differences: [notOurs] }];
  const whole: InfrastructureFinding = {
    ...finding,
    action: 'delete',
    differences: OrganizationalUnitIds,
  };
  if (dry) return [whole];
  const results = await removeStacks(access, OrganizationalUnitIds, role);
  // CloudFormation does not delete a stack set that has stacks.
  if (results.some(({ action }) => action === 'failed')) return results;
  await call(access, 'DeleteStackSet', {});
  return [...results, whole];
}

async function removeStacks(
  access: StackSetAccess,
  units: readonly string[],
  role: string,
): Promise<readonly InfrastructureFinding[]> {
  if (units.length === 0) return [];
  await waitUntilStackSetIdle(access);
  const { OperationId } = await call(access, 'DeleteStackInstances', {
    Regions: [access.region],
    DeploymentTargets: { OrganizationalUnitIds: units },
    RetainStacks: false,
    OperationPreferences: { FailureTolerancePercentage: 100, MaxConcurrentPercentage: 100 },
  });
  return resultsOf(access, { OperationId, action: 'delete', role });
}
