/** Default settings of a rehearsal: one OU that is prepared and purged every week. */

import type { EntrySettings, Settings } from '../settings/settings.ts';

/** Id of the OU. */
export const sandboxes = 'ou-demo-11111111';

export function rehearsalSettings(differing: Partial<EntrySettings> = {}): Settings {
  return {
    environmentIdentifier: 'SpaDemo',
    automation: {
      accountId: '999999999999',
      region: 'eu-west-1',
      cockpitMarkdownText: '# Sustainable Personal Accounts Dashboard',
      maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
      sweepExpression: 'rate(1 hour)',
      roleArnToManageAccounts: 'arn:aws:iam::888888888888:role/SpaAccountsManagementRole',
      roleNameToManageCodebuild: 'AWSControlTowerExecution',
      resourcePrefix: '',
      preparationRolePolicies: [],
      buildRolePolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      buildImage: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
      tags: {},
      verbosity: 'INFO',
    },
    worker: {
      preparationBuildspec: { path: 'preparation.yaml', text: buildspec('prepare') },
      purgeBuildspec: { path: 'purge.yaml', text: buildspec('purge') },
    },
    metering: {
      activitiesDatastore: 'ActivitiesTable',
      activitiesTtlSeconds: 31_622_400,
      exceptionsDatastore: 'ExceptionsTable',
      exceptionsTtlSeconds: 15_811_200,
      shadowsDatastore: 'ShadowsTable',
      shadowsTtlSeconds: 15_811_200,
      transactionsDatastore: 'TransactionsTable',
      transactionsTtlSeconds: 10_800,
      metricsPerAccount: false,
    },
    reporting: {
      activitiesPrefix: 'SpaReports/Activities',
      costsPrefix: 'SpaReports/Costs',
      costsMarkdownTemplate: 'Reports for {month} are attached',
      exceptionsPrefix: 'SpaReports/Exceptions',
      inventoriesPrefix: 'SpaReports/Inventories',
      resourcesPrefix: 'SpaReports/Resources',
      costSource: 'cost-explorer',
    },
    features: {
      withAcknowledgementDays: 14,
      withArmArchitecture: false,
      withCostEmailRecipients: [],
      withCostExtraCurrencies: [],
      withCsvFiles: [],
      withEmailSubscriptionsOnAlerts: [],
      withEndUserDocuments: [],
      withExpiryNoticeHours: 72,
      withHolderNotices: [],
      withHolderNoticeTemplates: {},
      withIncidents: true,
      withNotificationChannels: [],
      withTagPrefix: 'account-',
    },
    organizationalUnits: new Map([[sandboxes, item(sandboxes, differing)]]),
    accounts: new Map(),
  };
}

function item(identifier: string, differing: Partial<EntrySettings>): EntrySettings {
  return {
    identifier,
    note: 'Sandboxes',
    accountTags: { 'cost-center': 'sandbox' },
    unsetTags: [],
    preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '300' } },
    purge: { feature: 'enabled', variables: { MAXIMUM_AGE: '2w', PURGE_MODE: '--force' } },
    nested: false,
    policies: {},
    deadlines: { onBoardingSeconds: 10_800, maintenanceSeconds: 10_800 },
    regions: [],
    ...differing,
  };
}

function buildspec(what: string): string {
  return `version: 0.2\nphases:\n  build:\n    commands:\n      - echo ${what}\n`;
}
