/** The settings of every OU and account, after the files were read and the defaults merged. */

import type { LifecycleState } from '../model/lifecycle-state.ts';
import type { EventNotice, HolderNotice } from './holder-notices.ts';

/** Settings after the files were read and the defaults merged. */
export interface Settings {
  /** Prefix of the resources of this installation, also in its events, `SpaBeta`. */
  readonly environmentIdentifier: string;
  readonly automation: AutomationSettings;
  readonly worker: WorkerSettings;
  readonly metering: MeteringSettings;
  readonly reporting: ReportingSettings;
  readonly features: FeatureSettings;
  /** By id, in the order of the file. */
  readonly organizationalUnits: ReadonlyMap<string, EntrySettings>;
  /** By id: those of the YAML file, then those that only CSV files name. */
  readonly accounts: ReadonlyMap<string, EntrySettings>;
}

/** The section `automation`: the automation account and the names of roles. */
export interface AutomationSettings {
  /** The automation account, with the bus, the tables and the queues. Undefined: the caller's own account. */
  readonly accountId?: string;
  readonly region?: string;
  readonly cockpitMarkdownText: string;
  /** EventBridge `cron(…)` or `rate(…)`, in UTC. Undefined: accounts without a schedule of their own never expire. */
  readonly maintenanceWindowExpression: string | undefined;
  /** When the whole organization is read to find what no event reported. Default `rate(1 hour)`. */
  readonly sweepExpression: string;
  readonly roleArnToManageAccounts: string;
  /** Name of the role in every managed account. */
  readonly roleNameToManageCodebuild: string;
  /** Prefix of the names of all resources in accounts, so that two installations can share them. Default none. */
  readonly resourcePrefix: string;
  /** Managed policies of the role that preparations run with. Empty: only what the preparation of this project does. */
  readonly preparationRolePolicies: readonly string[];
  /** Managed policies of the role that purges run with. Default: AdministratorAccess. */
  readonly buildRolePolicies: readonly string[];
  /** Image of the builds. */
  readonly buildImage: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly verbosity: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
}

/** The section `worker`: the buildspecs. */
export interface WorkerSettings {
  /** A named file and its text. */
  readonly preparationBuildspec: TextFile;
  readonly purgeBuildspec: TextFile;
}

/** A file that the settings name. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** The section `metering`: names of tables, and how long rows are kept. */
export interface MeteringSettings {
  readonly activitiesDatastore: string;
  readonly activitiesTtlSeconds: number;
  readonly exceptionsDatastore: string;
  readonly exceptionsTtlSeconds: number;
  readonly shadowsDatastore: string;
  readonly shadowsTtlSeconds: number;
  readonly transactionsDatastore: string;
  /** How long an on-boarding or a maintenance may last before it has failed. */
  readonly transactionsTtlSeconds: number;
  /** Counts events of each account as its own metric, which CloudWatch bills separately. Default false. */
  readonly metricsPerAccount: boolean;
}

/** The section `reporting`: the bucket of reports, and their prefixes. */
export interface ReportingSettings {
  /** Default: `<environment in lower case>-reports-<automation account>-<region>`. */
  readonly bucketName?: string;
  readonly activitiesPrefix: string;
  readonly costsPrefix: string;
  readonly costsMarkdownTemplate: string;
  readonly exceptionsPrefix: string;
  readonly inventoriesPrefix: string;
  /** Of inventories of the resources of all accounts. */
  readonly resourcesPrefix: string;
  /** An export of AWS Data Exports, which is compared with Cost Explorer. */
  readonly costExport?: CostExportSettings;
  /** Where monthly reports read costs. Default `cost-explorer`. */
  readonly costSource: 'cost-explorer' | 'export';
}

/** The table of an export of billing data. */
export type CostExportFormat = 'cur-2.0' | 'focus-1.2';

/** An export of billing data in S3. */
export interface CostExportSettings {
  /** `s3://bucket/prefix/name-of-the-export`. */
  readonly location: string;
  readonly format: CostExportFormat;
}

/** A document for the holders of accounts. */
export interface EndUserDocument {
  /** As the settings name it. */
  readonly label: string;
  /** Where it was found. */
  readonly path: string;
  readonly title: string;
  /** Markdown, without front matter. */
  readonly text: string;
  /** SHA-256 of the file. */
  readonly digest: string;
}

/** The section `features`. */
export interface FeatureSettings {
  /** How long a document may stay without an acknowledgement. Default 14. */
  readonly withAcknowledgementDays: number;
  /** Address of the function OnAcknowledgement. */
  readonly withAcknowledgementUrl?: string;
  readonly withArmArchitecture: boolean;
  readonly withCostEmailRecipients: readonly string[];
  readonly withCostExtraCurrencies: readonly string[];
  readonly withCostManagementTag?: string;
  readonly withCsvFiles: readonly string[];
  readonly withEmailSubscriptionsOnAlerts: readonly string[];
  /** In alphabetical order of their labels. */
  readonly withEndUserDocuments: readonly EndUserDocument[];
  /** How long before its maintenance window a holder is mailed what will be deleted. Default 72. */
  readonly withExpiryNoticeHours: number;
  /** What holders of accounts are mailed about. Default nothing. */
  readonly withHolderNotices: readonly HolderNotice[];
  /** Markdown that replaces the text of a notice. */
  readonly withHolderNoticeTemplates: Readonly<Partial<Record<EventNotice, string>>>;
  /** Whether exceptions become incidents. Default true. */
  readonly withIncidents: boolean;
  /** When an installation takes an inventory of the resources of all accounts. Undefined: never. */
  readonly withInventoryExpression?: string;
  readonly withMicrosoftWebhookOnAlerts?: string;
  /** Where exceptions are posted, besides the topic of exceptions. */
  readonly withNotificationChannels: readonly NotificationChannelSettings[];
  readonly withOriginEmailRecipient?: string;
  readonly withResponsePlanArn?: string;
  /** Default `account-`. */
  readonly withTagPrefix: string;
}

/** A webhook that exceptions are posted to. Address and secret are in parameters, and never in the settings. */
export interface NotificationChannelSettings {
  /** Unique, shown in results. */
  readonly name: string;
  /** `teams` is a workflow, `teams-connector` a connector of Office 365, `webhook` any receiver of signed JSON. */
  readonly type: 'teams' | 'teams-connector' | 'slack' | 'webhook';
  /** Name of the SecureString parameter with the address. */
  readonly urlParameter: string;
  /** Name of the SecureString parameter with the signing secret; `webhook` only. */
  readonly secretParameter?: string;
}

/** Of one account, or of every account that is directly in an OU. */
export interface EntrySettings {
  readonly identifier: string;
  readonly note?: string;
  readonly accountTags: Readonly<Record<string, string>>;
  readonly unsetTags: readonly string[];
  readonly preparation: EntryBuildSettings;
  readonly purge: EntryBuildSettings;
  /** Whether an OU's entry also applies to accounts in the OUs below that have no entry of their own. Default false. */
  readonly nested: boolean;
  /** Replaces the window of `automation`. */
  readonly schedule?: Schedule;
  /** Ids of service control policies to attach while an account is in a state. */
  readonly policies: Readonly<Partial<Record<LifecycleState, readonly string[]>>>;
  readonly deadlines: Deadlines;
  /** Regions that aws-nuke lists; empty: those of the buildspec. */
  readonly regions: readonly string[];
}

/** Whether accounts are prepared or purged by a build, and with which variables. */
export interface EntryBuildSettings {
  readonly feature: 'enabled' | 'disabled';
  /** Environment of the build: text as the file has it, so `500.0` stays `500.0`; booleans as `True` and `False`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** When the maintenance window of an entry opens. */
export interface Schedule {
  /** Undefined: it never opens. */
  readonly maintenanceWindowExpression: string | undefined;
  /** IANA name. Default `UTC`. */
  readonly timeZone: string;
  /** First and last day, `YYYY-MM-DD` in that time zone, on which no account is expired. */
  readonly blackoutDates: readonly { readonly from: string; readonly to: string }[];
}

/** Seconds. Default: `metering.transactions_ttl_in_seconds`. */
export interface Deadlines {
  readonly onBoardingSeconds: number;
  readonly maintenanceSeconds: number;
}
