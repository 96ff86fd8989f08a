/** The handler of every route. */

import type { RouteHandlers } from '../lifecycle/handlers/event-handler.ts';
import { onAccountEvent } from '../lifecycle/handlers/on-account-event.ts';
import { onAccountMessages } from '../lifecycle/handlers/on-account-messages.ts';
import { onActivity } from '../lifecycle/handlers/on-activity.ts';
import { onBuild } from '../lifecycle/handlers/on-build.ts';
import { onMaintenanceWindow } from '../lifecycle/handlers/on-maintenance-window.ts';
import { onOrganizationEvent } from '../lifecycle/handlers/on-organization-event.ts';
import { onStateTag } from '../lifecycle/handlers/on-state-tag.ts';
import { onSweep } from '../lifecycle/handlers/on-sweep.ts';
import {
  onOngoingActivitiesReport,
  onPastActivitiesReport,
} from '../reports/handlers/on-activities-report.ts';
import {
  type CostReportAccess,
  onEarlyCostReport,
  onMonthlyCostReport,
} from '../reports/handlers/on-cost-reports.ts';
import { onDailyCostsMetric } from '../reports/handlers/on-daily-costs-metric.ts';
import { onInventoryReport } from '../reports/handlers/on-inventory-report.ts';

/** Of the functions: what they reach besides AWS. */
export type FunctionAccess = CostReportAccess;

export function createHandlers(access: FunctionAccess): RouteHandlers {
  return {
    OnVanillaAccount: onOrganizationEvent,
    OnVanillaAccountTag: onStateTag('vanilla'),
    OnAssignedAccountFromQueue: onStateTag('assigned'),
    OnReleasedAccount: onStateTag('released'),
    OnExpiredAccount: onStateTag('expired'),
    OnPreparedAccountFromCodebuild: onBuild,
    OnPurgedAccountFromCodebuild: onBuild,
    OnAlertFromCodebuild: onBuild,
    OnAccountEvent: onAccountEvent,
    OnActivityEvent: onActivity,
    OnMaintenanceWindow: onMaintenanceWindow,
    OnSweep: onSweep,
    OnAccountMessages: onAccountMessages,
    OnInventoryReport: onInventoryReport,
    OnOngoingActivitiesReport: onOngoingActivitiesReport,
    OnPastActivitiesReport: onPastActivitiesReport,
    OnDailyCostsMetric: onDailyCostsMetric,
    OnEarlyCostReport: onEarlyCostReport(access),
    OnMonthlyCostReport: onMonthlyCostReport(access),
  };
}
