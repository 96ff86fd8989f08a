/** What each function may do: permission sets, put together by what its handler calls. */

import {
  accountsQueue,
  alertsQueue,
  inventoryQueue,
  type RouteName,
} from '../lifecycle/routes/routes.ts';
import {
  publishEvents,
  publishExceptions,
  receiveFrom,
  sendAccounts,
  sendInventory,
  subscribeAlerts,
} from './permissions/events.ts';
import { openIncidents, resolveIncidents } from './permissions/incidents.ts';
import { sendMail } from './permissions/mail.ts';
import { putMetrics } from './permissions/metrics.ts';
import { manageOrganization } from './permissions/organization.ts';
import {
  readAcknowledgementKey,
  readChannels,
  readTeamsChannels,
} from './permissions/parameters.ts';
import { linkReports, readReports, writeReports } from './permissions/reports.ts';
import type { PermissionSet } from './permissions/statement.ts';
import {
  claimEvents,
  keepOpenIncidents,
  keepWindows,
  leaseAccounts,
  listActivities,
  listShadows,
  listTransactions,
  readShadows,
  readStoppedWindows,
  recordActivities,
  updateShadows,
} from './permissions/tables.ts';

/** Observes an account, starts its builds, sets its tags and records its events. */
const advanceAccount: readonly PermissionSet[] = [
  manageOrganization,
  leaseAccounts,
  updateShadows,
  recordActivities,
  publishEvents,
  subscribeAlerts,
  putMetrics,
];

/** Reads the organization with all records, and sends accounts to the workers. */
const planAccounts: readonly PermissionSet[] = [
  manageOrganization,
  listTransactions,
  keepWindows,
  readShadows,
  listShadows,
  sendAccounts,
  publishEvents,
  putMetrics,
];

/** Mails the holder of an account once; a mail that is refused is an exception. */
const noticeHolder: readonly PermissionSet[] = [
  manageOrganization,
  claimEvents,
  sendMail,
  publishEvents,
];

const readCosts: readonly PermissionSet[] = [manageOrganization, listShadows];

export const routePermissions: Readonly<Record<RouteName, readonly PermissionSet[]>> = {
  OnVanillaAccount: advanceAccount,
  OnVanillaAccountTag: advanceAccount,
  OnAssignedAccountFromQueue: advanceAccount,
  OnReleasedAccount: advanceAccount,
  OnExpiredAccount: advanceAccount,
  OnPreparedAccountFromCodebuild: advanceAccount,
  OnPurgedAccountFromCodebuild: advanceAccount,
  OnAlertFromCodebuild: advanceAccount,
  OnAccountEvent: [updateShadows, putMetrics],
  OnActivityEvent: [recordActivities, putMetrics],
  OnMaintenanceWindow: planAccounts,
  OnSweep: planAccounts,
  OnAccountMessages: [receiveFrom(accountsQueue), readStoppedWindows, ...advanceAccount],
  OnAlertFromSqs: [receiveFrom(alertsQueue), manageOrganization, publishEvents],
  OnConsoleLogin: [manageOrganization, claimEvents, updateShadows, publishEvents],
  OnException: [
    manageOrganization,
    claimEvents,
    readShadows,
    openIncidents,
    writeReports('exceptionsPrefix'),
    linkReports('exceptionsPrefix'),
    publishExceptions,
    readChannels,
    putMetrics,
  ],
  OnRecoveredAccount: [keepOpenIncidents, resolveIncidents],
  ToMicrosoftTeams: [readTeamsChannels],
  OnHolderNotice: [...noticeHolder, readShadows],
  OnExpiryNotices: [manageOrganization, listTransactions, publishEvents],
  OnExpiryReport: noticeHolder,
  OnHolderDocument: [...noticeHolder, updateShadows, readAcknowledgementKey],
  OnAcknowledgement: [
    readAcknowledgementKey,
    manageOrganization,
    claimEvents,
    updateShadows,
    publishEvents,
  ],
  OnUnacknowledgedDocuments: [listShadows, updateShadows, publishEvents],
  OnInventoryReport: [manageOrganization, listShadows, writeReports('inventoriesPrefix')],
  OnInventoryRun: [manageOrganization, writeReports('resourcesPrefix'), sendInventory],
  OnInventoryAccount: [
    receiveFrom(inventoryQueue),
    manageOrganization,
    writeReports('resourcesPrefix'),
    readReports('resourcesPrefix'),
  ],
  OnOngoingActivitiesReport: [listActivities, writeReports('activitiesPrefix')],
  OnPastActivitiesReport: [listActivities, writeReports('activitiesPrefix')],
  OnDailyCostsMetric: [...readCosts, putMetrics],
  OnEarlyCostReport: [...readCosts, writeReports('costsPrefix'), readReports('costsPrefix')],
  OnMonthlyCostReport: [
    ...readCosts,
    writeReports('costsPrefix'),
    readReports('costsPrefix'),
    sendMail,
  ],
};
