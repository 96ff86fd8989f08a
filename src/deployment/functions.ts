/** The functions: one for each route of the route table. */

import { deadLetterQueue, functionName } from '../lifecycle/hub/names.ts';
import { routeFacts } from '../lifecycle/hub/route-facts.ts';
import { type LifecycleRoute, type RouteName, routes } from '../lifecycle/routes/routes.ts';
import type { DeployedFunction } from './deployment.ts';
import type { LifecycleInstallation } from './lifecycle-installation.ts';
import { sendDeadLetters } from './permissions/events.ts';
import { routePermissions } from './route-permissions.ts';

interface FunctionFacts {
  readonly description: string;
  /** Default 512. */
  readonly memoryMb?: number;
  /** Batches of its queue at once. Default 5. */
  readonly maxConcurrency?: number;
}

const defaultMemoryMb = 512;
/** Reads the whole organization, or every shadow. */
const wholeMemoryMb = 1_024;

/** The models of all services, and the records of an account that are uploaded. */
const collectMemoryMb = 2_048;

const facts: Readonly<Record<RouteName, FunctionFacts>> = {
  OnVanillaAccount: { description: 'Assigns an account that was created or moved' },
  OnVanillaAccountTag: { description: 'Assigns an account whose state is set to vanilla' },
  OnAssignedAccountFromQueue: { description: 'Prepares an assigned account' },
  OnReleasedAccount: { description: 'Records the release of an account' },
  OnExpiredAccount: { description: 'Purges an expired account' },
  OnPreparedAccountFromCodebuild: { description: 'Releases an account that was prepared' },
  OnPurgedAccountFromCodebuild: { description: 'Assigns an account that was purged' },
  OnAlertFromCodebuild: { description: 'Handles a build that failed' },
  OnAccountEvent: { description: 'Stores the report of a build' },
  OnActivityEvent: { description: 'Stores a completed activity' },
  OnMaintenanceWindow: {
    description: 'Opens the maintenance window',
    memoryMb: wholeMemoryMb,
  },
  OnSweep: {
    description: 'Finds accounts that no event reported, and continues maintenance windows',
    memoryMb: wholeMemoryMb,
  },
  OnAccountMessages: { description: 'Advances the accounts of sweeps and maintenance windows' },
  OnAlertFromSqs: { description: 'Publishes alerts of budgets as exceptions' },
  OnConsoleLogin: { description: 'Records sign-ins to the consoles of accounts' },
  OnException: { description: 'Opens incidents and notifies people' },
  OnRecoveredAccount: { description: 'Resolves the incidents of a released account' },
  ToMicrosoftTeams: { description: 'Posts a message to Microsoft Teams' },
  OnHolderNotice: { description: 'Mails the holder of an account' },
  OnExpiryNotices: {
    description: 'Finds accounts whose maintenance window is near',
    memoryMb: wholeMemoryMb,
  },
  OnExpiryReport: { description: 'Mails what the next maintenance window would delete' },
  OnHolderDocument: { description: 'Mails the next document to the holder of an account' },
  OnAcknowledgement: { description: 'Shows the page on which holders acknowledge documents' },
  OnUnacknowledgedDocuments: {
    description: 'Reports documents that were not acknowledged',
    memoryMb: wholeMemoryMb,
  },
  OnInventoryReport: { description: 'Writes the report of accounts', memoryMb: wholeMemoryMb },
  OnInventoryRun: { description: 'Starts an inventory of the resources of all accounts' },
  OnInventoryAccount: {
    description: 'Collects the resources of an account',
    memoryMb: collectMemoryMb,
    // Calls are paced by the account that is collected.
    maxConcurrency: 20,
  },
  OnOngoingActivitiesReport: {
    description: 'Writes the report of activities of this month',
    memoryMb: wholeMemoryMb,
  },
  OnPastActivitiesReport: {
    description: 'Writes the report of activities of the past month',
    memoryMb: wholeMemoryMb,
  },
  OnDailyCostsMetric: {
    description: 'Puts the daily costs of cost centers into metrics',
    memoryMb: wholeMemoryMb,
  },
  OnEarlyCostReport: {
    description: 'Writes the early report of costs of the past month',
    memoryMb: wholeMemoryMb,
  },
  OnMonthlyCostReport: {
    description: 'Writes and mails the report of costs of the past month',
    memoryMb: wholeMemoryMb,
  },
};

/** The rates of Organizations are those of the whole organization: more workers would only be throttled. */
const queueConcurrency = 5;

/** It is public: its requests must not use the concurrency of the other functions. */
const publicConcurrency = 5;

export function deployedFunctions(
  installation: LifecycleInstallation,
): readonly DeployedFunction[] {
  return routes(routeFacts(installation)).map((route) => deployedFunction(installation, route));
}

function deployedFunction(
  installation: LifecycleInstallation,
  { name: route, on, timeoutSeconds }: LifecycleRoute,
): DeployedFunction {
  const {
    description,
    memoryMb = defaultMemoryMb,
    maxConcurrency = queueConcurrency,
  } = facts[route];
  const name = functionName(installation, route);
  const isAsynchronous = 'pattern' in on || 'schedule' in on;
  const sets = [...routePermissions[route], ...(isAsynchronous ? [sendDeadLetters] : [])];
  return {
    route,
    name,
    description,
    memoryMb,
    timeoutSeconds,
    environment: {},
    statements: sets.flatMap((set) => set(installation)),
    on,
    ...('schedule' in on && { ruleName: `${name}TriggerRule` }),
    ...('queue' in on && { maxConcurrency }),
    ...('http' in on && { reservedConcurrency: publicConcurrency }),
    ...(isAsynchronous && { deadLetters: deadLetterQueue(installation) }),
  };
}
