/**
 * The table of functions and what invokes them: event patterns, schedules, a queue. Rules, functions and the wiring of a
 * rehearsal are made from it. Names are those that operators know.
 */

import { dryRunEnvironment, eventSource } from '../../model/account-event.ts';
import { type LifecycleState, lifecycleStates } from '../../model/lifecycle-state.ts';
import { exceptionLabels } from '../../model/payload-event.ts';
import type { EventNotice, HolderNotice } from '../../settings/holder-notices.ts';

/** Names of the functions, after the environment's identifier. */
export const routeNames = [
  'OnVanillaAccount',
  'OnVanillaAccountTag',
  'OnAssignedAccountFromQueue',
  'OnReleasedAccount',
  'OnExpiredAccount',
  'OnPreparedAccountFromCodebuild',
  'OnPurgedAccountFromCodebuild',
  'OnAlertFromCodebuild',
  'OnAccountEvent',
  'OnActivityEvent',
  'OnMaintenanceWindow',
  'OnSweep',
  'OnAccountMessages',
  'OnAlertFromSqs',
  'OnConsoleLogin',
  'OnException',
  'OnRecoveredAccount',
  'ToMicrosoftTeams',
  'OnHolderNotice',
  'OnExpiryNotices',
  'OnExpiryReport',
  'OnHolderDocument',
  'OnAcknowledgement',
  'OnUnacknowledgedDocuments',
  'OnInventoryReport',
  'OnInventoryRun',
  'OnInventoryAccount',
  'OnOngoingActivitiesReport',
  'OnPastActivitiesReport',
  'OnDailyCostsMetric',
  'OnEarlyCostReport',
  'OnMonthlyCostReport',
] as const;

export type RouteName = (typeof routeNames)[number];

/** What invokes a function. */
export type RouteTrigger =
  | { readonly pattern: object }
  | { readonly schedule: string }
  /** Name of the queue, after the environment's identifier. */
  | { readonly queue: string; readonly batchSize: number }
  /** A request to the URL of the function. */
  | { readonly http: true };

export interface LifecycleRoute {
  readonly name: RouteName;
  readonly on: RouteTrigger;
  /** No invocation takes longer. */
  readonly timeoutSeconds: number;
}

/** What the table depends on. */
export interface RouteFacts {
  readonly environment: string;
  readonly tagPrefix: string;
  readonly managementAccountId: string;
  /** Names of the CodeBuild projects. */
  readonly projects: { readonly preparation: string; readonly purge: string };
  readonly maintenanceWindowExpression: string | undefined;
  readonly sweepExpression: string;
  /** When the resources of all accounts are collected. */
  readonly inventoryExpression: string | undefined;
  /** Whether costs are reported: the settings name the tag that they are grouped by. */
  readonly hasCosts: boolean;
  /** What holders of accounts are mailed about. */
  readonly holderNotices: readonly HolderNotice[];
}

/** The queue of accounts that a worker advances, one message each. */
export const accountsQueue = 'Accounts';

/** The queue of alerts of budgets. */
export const alertsQueue = 'Alerts';

/** The queue of accounts whose resources are collected. */
export const inventoryQueue = 'InventoryAccounts';

/** A converge may wait for a new role. */
const timeoutSeconds = 300;
/** The maximum of Lambda. Reports read every account of the organization. */
const reportTimeoutSeconds = 900;

export function routes(facts: RouteFacts): readonly LifecycleRoute[] {
  const lifecycle = [
    ...ofOrganization(facts),
    ...ofBuilds(facts),
    ...ofOurs(facts),
    ...ofAccounts(),
    ...ofTime(facts),
    ...ofExpiry(facts),
    ...ofDocuments(facts),
  ];
  return [
    ...lifecycle.map((route) => ({ ...route, timeoutSeconds })),
    ...[...ofReports(facts), ...ofInventory(facts)].map((route) => ({
      ...route,
      timeoutSeconds: reportTimeoutSeconds,
    })),
  ];
}

type Invoked = Omit<LifecycleRoute, 'timeoutSeconds'>;

const tagRoutes: Readonly<Record<LifecycleState, RouteName>> = {
  vanilla: 'OnVanillaAccountTag',
  assigned: 'OnAssignedAccountFromQueue',
  released: 'OnReleasedAccount',
  expired: 'OnExpiredAccount',
};

function ofOrganization({ tagPrefix, managementAccountId }: RouteFacts): Invoked[] {
  // Any account of the organization may put events on the bus; only the management account's are of Organizations.
  const account = [managementAccountId];
  const source = ['aws.organizations'];
  const tagged = (state: LifecycleState) => ({
    source,
    account,
    detail: {
      errorCode: [{ exists: false }],
      eventName: ['TagResource'],
      eventSource: ['organizations.amazonaws.com'],
      requestParameters: { tags: { key: [`${tagPrefix}state`], value: [state] } },
    },
  });
  const created = {
    source,
    account,
    detail: { eventName: ['CreateAccountResult', 'MoveAccount'] },
  };
  return [
    { name: 'OnVanillaAccount', on: { pattern: created } },
    ...lifecycleStates.map((state) => ({
      name: tagRoutes[state],
      on: { pattern: tagged(state) },
    })),
  ];
}

function ofBuilds({ projects }: RouteFacts): Invoked[] {
  const ended = (statuses: readonly string[], names: readonly string[]) => ({
    source: ['aws.codebuild'],
    'detail-type': ['CodeBuild Build State Change'],
    detail: { 'build-status': statuses, 'project-name': names },
  });
  const { preparation, purge } = projects;
  const failed = ['FAILED', 'STOPPED', 'TIMED_OUT', 'FAULT'];
  return [
    {
      name: 'OnPreparedAccountFromCodebuild',
      on: { pattern: ended(['SUCCEEDED'], [preparation]) },
    },
    { name: 'OnPurgedAccountFromCodebuild', on: { pattern: ended(['SUCCEEDED'], [purge]) } },
    { name: 'OnAlertFromCodebuild', on: { pattern: ended(failed, [preparation, purge]) } },
  ];
}

/** The events that notices are about. */
const noticeEvents: Readonly<Record<EventNotice, string>> = {
  release: 'SuccessfulOnBoardingEvent',
  expiry: 'ExpiryNotice',
  purge: 'SuccessfulMaintenanceEvent',
  'budget-alert': 'BudgetAlertException',
};

function ofOurs({ environment, holderNotices }: RouteFacts): Invoked[] {
  const ours = (labels: readonly string[]) => ({
    source: [eventSource],
    'detail-type': labels,
    detail: { Environment: [environment] },
  });
  const noticed = holderNotices.flatMap((notice) =>
    notice === 'terms' ? [] : [noticeEvents[notice]],
  );
  return [
    { name: 'OnAccountEvent', on: { pattern: ours(['PreparationReport', 'PurgeReport']) } },
    // The end of a transaction is recorded by the worker that ends it.
    {
      name: 'OnActivityEvent',
      on: { pattern: ours(['ConsoleLoginEvent', 'AcknowledgedNotificationEvent']) },
    },
    { name: 'OnException', on: { pattern: ours(exceptionLabels) } },
    { name: 'OnRecoveredAccount', on: { pattern: ours(['ReleasedAccount']) } },
    { name: 'ToMicrosoftTeams', on: { pattern: ours(['MessageToMicrosoftTeams']) } },
    ...(noticed.length === 0
      ? []
      : [{ name: 'OnHolderNotice', on: { pattern: ours(noticed) } } as const]),
  ];
}

/** Every day, accounts whose window is near are asked what it would delete; the answers are reports of dry runs. */
function ofExpiry({ environment, holderNotices }: RouteFacts): Invoked[] {
  if (!holderNotices.includes('expiry')) return [];
  const pattern = {
    source: [eventSource],
    'detail-type': ['PurgeReport'],
    detail: { Environment: [dryRunEnvironment(environment)] },
  };
  return [
    { name: 'OnExpiryNotices', on: { schedule: 'cron(12 5 * * ? *)' } },
    { name: 'OnExpiryReport', on: { pattern } },
  ];
}

/** An account that is released is sent its next document; holders acknowledge it in a browser. */
function ofDocuments({ environment, holderNotices }: RouteFacts): Invoked[] {
  if (!holderNotices.includes('terms')) return [];
  const pattern = {
    source: [eventSource],
    'detail-type': ['SuccessfulOnBoardingEvent', 'SuccessfulMaintenanceEvent'],
    detail: { Environment: [environment] },
  };
  return [
    { name: 'OnHolderDocument', on: { pattern } },
    { name: 'OnAcknowledgement', on: { http: true } },
    { name: 'OnUnacknowledgedDocuments', on: { schedule: 'cron(27 5 * * ? *)' } },
  ];
}

/** Budgets of accounts publish on topics, which the queue is subscribed to. Accounts forward the logins to their consoles. */
function ofAccounts(): Invoked[] {
  const login = { source: ['aws.signin'], detail: { eventName: ['ConsoleLogin'] } };
  return [
    { name: 'OnAlertFromSqs', on: { queue: alertsQueue, batchSize: 10 } },
    { name: 'OnConsoleLogin', on: { pattern: login } },
  ];
}

function ofTime({ maintenanceWindowExpression: window, sweepExpression }: RouteFacts): Invoked[] {
  return [
    ...(window === undefined
      ? []
      : [{ name: 'OnMaintenanceWindow', on: { schedule: window } } as const]),
    { name: 'OnSweep', on: { schedule: sweepExpression } },
    { name: 'OnAccountMessages', on: { queue: accountsQueue, batchSize: 10 } },
  ];
}

/**
 * Usage is invoiced around the third of a month, support around the fifth, and credits until the thirteenth: an early
 * report on the sixth, the final one on the fourteenth.
 */
function ofReports({ hasCosts }: RouteFacts): Invoked[] {
  const costs: Invoked[] = [
    { name: 'OnDailyCostsMetric', on: { schedule: 'cron(42 0 * * ? *)' } },
    { name: 'OnEarlyCostReport', on: { schedule: 'cron(42 2 6 * ? *)' } },
    { name: 'OnMonthlyCostReport', on: { schedule: 'cron(42 2 14 * ? *)' } },
  ];
  return [
    { name: 'OnInventoryReport', on: { schedule: 'cron(23 3 ? * SAT *)' } },
    { name: 'OnOngoingActivitiesReport', on: { schedule: 'cron(42 2 ? * 7 *)' } },
    { name: 'OnPastActivitiesReport', on: { schedule: 'cron(42 3 1 * ? *)' } },
    ...(hasCosts ? costs : []),
  ];
}

/** An account takes minutes: each is a message of its own. */
function ofInventory({ inventoryExpression: schedule }: RouteFacts): Invoked[] {
  if (schedule === undefined) return [];
  return [
    { name: 'OnInventoryRun', on: { schedule } },
    { name: 'OnInventoryAccount', on: { queue: inventoryQueue, batchSize: 1 } },
  ];
}
