/** What the table of routes depends on, from the settings and the automation account. */

import { baselineNames } from '../baseline/baseline-names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { RouteFacts } from '../routes/routes.ts';

export function routeFacts({ settings, hub }: Pick<Lifecycle, 'settings' | 'hub'>): RouteFacts {
  const { automation, features } = settings;
  const { preparation, purge } = baselineNames(settings);
  return {
    environment: hub.environment,
    tagPrefix: features.withTagPrefix,
    managementAccountId: automation.roleArnToManageAccounts.split(':')[4] ?? '',
    projects: { preparation, purge },
    maintenanceWindowExpression: automation.maintenanceWindowExpression,
    sweepExpression: automation.sweepExpression,
    inventoryExpression: features.withInventoryExpression,
    hasCosts: features.withCostManagementTag !== undefined,
    holderNotices: features.withHolderNotices,
  };
}
