/**
 * Roles for a test cluster that the existing tool created, and that trust every principal of an account, while no test
 * cluster is configured.
 */

import { findRole } from '../../converge/converge-role.ts';
import { iamIn, type KnownAccess } from '../access.ts';
import { type InfrastructureSettings, testRoleName } from '../settings.ts';

/** Names of test roles that exist while no test cluster is configured, `Inventory-Runner-Test`. */
export async function leftoverTestRoles(
  access: KnownAccess,
  settings: InfrastructureSettings,
): Promise<readonly string[]> {
  if (settings.oidcProviderTest !== undefined) return [];
  const { billingAccountId, securityAccountId } = access.facts;
  const places = [
    [billingAccountId, settings.orchestratorRole],
    [securityAccountId, settings.runnerRole],
  ] as const;
  const left: string[] = [];
  for (const [accountId, role] of places) {
    // A missing permission is reported where the roles themselves are read.
    const found = await findRole(await iamIn(access, accountId), testRoleName(role)).catch(
      () => null,
    );
    if (found) left.push(testRoleName(role));
  }
  return left;
}
