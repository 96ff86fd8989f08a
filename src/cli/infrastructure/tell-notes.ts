/** What an operator should know beside the changes: what is not wanted, and what was left by the tool of before. */

import { leftoverTestRoles } from '../../infrastructure/account/leftover-test-roles.ts';
import type { Io } from '../io.ts';
import type { InfrastructureGiven } from '../options/infrastructure.ts';
import type { OpenedInstallation } from './open.ts';

export async function tellNotes(
  { access, settings }: OpenedInstallation,
  { deployInventoryRole }: InfrastructureGiven,
  io: Io,
): Promise<void> {
  const left = await leftoverTestRoles(access, settings);
  if (left.length > 0) {
    io.stderr.write(
      `${left.join(', ')}: left as they are, whomever they trust; say --oidc-provider-test, or delete them\n`,
    );
  } else if (settings.oidcProviderTest === undefined) {
    io.stderr.write('no roles for a test cluster: --oidc-provider-test was not said\n');
  }
  if (deployInventoryRole === undefined && settings.filesBucket === undefined) {
    io.stderr.write(
      `role "${settings.inventoryRole}" is placed in no account; say --deploy-inventory-role, or --cli-bucket-name for the tool that does it\n`,
    );
  }
}
