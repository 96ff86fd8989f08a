/**
 * The handler of every route, one export each: a bundle of one function has only what that function needs.
 */

import { onAcknowledgement } from '../holders/handlers/on-acknowledgement.ts';
import { onExpiryNotices } from '../holders/handlers/on-expiry-notices.ts';
import { onExpiryReport } from '../holders/handlers/on-expiry-report.ts';
import { onHolderDocument } from '../holders/handlers/on-holder-document.ts';
import { onHolderNotice } from '../holders/handlers/on-holder-notice.ts';
import { onUnacknowledgedDocuments } from '../holders/handlers/on-unacknowledged-documents.ts';
import type { ReportAccountCost } from '../incidents/account-cost.ts';
import { onAlert } from '../incidents/handlers/on-alert.ts';
import { onConsoleLogin } from '../incidents/handlers/on-console-login.ts';
import { onException } from '../incidents/handlers/on-exception.ts';
import { onRecoveredAccount } from '../incidents/handlers/on-recovered-account.ts';
import { toMicrosoftTeams } from '../incidents/handlers/to-microsoft-teams.ts';
import type { EventHandler } from '../lifecycle/handlers/event-handler.ts';
import { onAccountEvent } from '../lifecycle/handlers/on-account-event.ts';
import { onAccountMessages } from '../lifecycle/handlers/on-account-messages.ts';
import { onActivity } from '../lifecycle/handlers/on-activity.ts';
import { onBuild } from '../lifecycle/handlers/on-build.ts';
import { onMaintenanceWindow } from '../lifecycle/handlers/on-maintenance-window.ts';
import { onOrganizationEvent } from '../lifecycle/handlers/on-organization-event.ts';
import { onStateTag } from '../lifecycle/handlers/on-state-tag.ts';
import { onSweep } from '../lifecycle/handlers/on-sweep.ts';
import { reportsBucket } from '../lifecycle/hub/names.ts';
import type { Fetch } from '../notifications/post-webhook.ts';
import { accountCostObject } from '../reports/account-cost/account-cost.ts';
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
import { s3ReportStore } from '../reports/store/s3-report-store.ts';
import { onInventoryAccount } from './inventory/on-inventory-account.ts';
import { onInventoryRun } from './inventory/on-inventory-run.ts';

/** What the functions reach besides AWS. */
export interface FunctionAccess {
  readonly fetch: CostReportAccess['fetch'] & Fetch;
}

export type MakeHandler = (access: FunctionAccess) => EventHandler;

export const OnVanillaAccount: MakeHandler = () => onOrganizationEvent;
export const OnVanillaAccountTag: MakeHandler = () => onStateTag('vanilla');
export const OnAssignedAccountFromQueue: MakeHandler = () => onStateTag('assigned');
export const OnReleasedAccount: MakeHandler = () => onStateTag('released');
export const OnExpiredAccount: MakeHandler = () => onStateTag('expired');
export const OnPreparedAccountFromCodebuild: MakeHandler = () => onBuild;
export const OnPurgedAccountFromCodebuild: MakeHandler = () => onBuild;
export const OnAlertFromCodebuild: MakeHandler = () => onBuild;
export const OnAccountEvent: MakeHandler = () => onAccountEvent;
export const OnActivityEvent: MakeHandler = () => onActivity;
export const OnMaintenanceWindow: MakeHandler = () => onMaintenanceWindow;
export const OnSweep: MakeHandler = () => onSweep;
export const OnAccountMessages: MakeHandler = () => onAccountMessages;
export const OnAlertFromSqs: MakeHandler = ({ fetch }) => onAlert(fetch);
export const OnConsoleLogin: MakeHandler = () => onConsoleLogin;
export const OnException: MakeHandler = ({ fetch }) => onException({ reportAccountCost, fetch });
export const OnRecoveredAccount: MakeHandler = () => onRecoveredAccount;
export const ToMicrosoftTeams: MakeHandler = ({ fetch }) => toMicrosoftTeams(fetch);
export const OnHolderNotice: MakeHandler = () => onHolderNotice;
export const OnExpiryNotices: MakeHandler = () => onExpiryNotices;
export const OnExpiryReport: MakeHandler = () => onExpiryReport;
export const OnHolderDocument: MakeHandler = () => onHolderDocument;
export const OnAcknowledgement: MakeHandler = () => onAcknowledgement;
export const OnUnacknowledgedDocuments: MakeHandler = () => onUnacknowledgedDocuments;
export const OnInventoryReport: MakeHandler = () => onInventoryReport;
export const OnInventoryRun: MakeHandler = () => onInventoryRun;
export const OnInventoryAccount: MakeHandler = () => onInventoryAccount;
export const OnOngoingActivitiesReport: MakeHandler = () => onOngoingActivitiesReport;
export const OnPastActivitiesReport: MakeHandler = () => onPastActivitiesReport;
export const OnDailyCostsMetric: MakeHandler = () => onDailyCostsMetric;
export const OnEarlyCostReport: MakeHandler = onEarlyCostReport;
export const OnMonthlyCostReport: MakeHandler = onMonthlyCostReport;

const reportAccountCost: ReportAccountCost = async (lifecycle, accountId) => {
  const object = await accountCostObject(lifecycle, accountId);
  await s3ReportStore(lifecycle).put(object);
  return { title: 'Cost and Usage Report', bucket: reportsBucket(lifecycle), key: object.key };
};
