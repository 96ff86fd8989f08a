/** What an operator should know beside the changes: roles that are not managed, and accounts without the role. */

import { leftoverTestRoles } from '../../../infrastructure/account/leftover-test-roles.ts';
import type { CommandContext } from '../../command-context.ts';
import type { InfrastructureValues } from './member-options.ts';
import type { OpenInstallation } from './open.ts';

export async function printNotes(
  { access, settings }: OpenInstallation,
  { deployInventoryRole }: InfrastructureValues,
  context: CommandContext,
): Promise<void> {
  const left = await leftoverTestRoles(access, settings);
  if (left.length > 0) {
    context.warn(
      `${left.join(', ')}: not managed, and may trust a whole account; give --oidc-provider-test, or delete them`,
    );
  } else if (settings.oidcProviderTest === undefined) {
    context.note('no roles for a test cluster: --oidc-provider-test was not given');
  }
  if (deployInventoryRole === undefined && settings.filesBucket === undefined) {
    context.note(
      `role "${settings.inventoryRole}" is not deployed to any account; give --deploy-inventory-role, or --cli-bucket-name for the tool that deploys it`,
    );
  }
}
