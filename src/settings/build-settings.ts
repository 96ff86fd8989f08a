/** Converts the checked file into the settings that the rest of Flotilla reads. */

import type { WrittenFile } from './file-schema.ts';
import type { SettingsFiles } from './read-files.ts';
import type {
  AutomationSettings,
  FeatureSettings,
  MeteringSettings,
  NotificationChannelSettings,
  ReportingSettings,
} from './settings.ts';

export function automationOf(
  written: WrittenFile['automation'],
  {
    accountId,
    region,
  }: { readonly accountId: string | undefined; readonly region: string | undefined },
): AutomationSettings {
  return {
    ...(accountId !== undefined && { accountId }),
    ...(region !== undefined && { region }),
    cockpitMarkdownText: written.cockpit_markdown_text,
    maintenanceWindowExpression: written.maintenance_window_expression,
    sweepExpression: written.sweep_expression,
    roleArnToManageAccounts: written.role_arn_to_manage_accounts,
    roleNameToManageCodebuild: written.role_name_to_manage_codebuild,
    resourcePrefix: written.resource_prefix,
    preparationRolePolicies: written.preparation_role_policies,
    buildRolePolicies: written.build_role_policies,
    buildImage: written.build_image,
    tags: written.tags,
    verbosity: written.verbosity,
  };
}

export function meteringOf(written: WrittenFile['metering']): MeteringSettings {
  return {
    activitiesDatastore: written.activities_datastore,
    activitiesTtlSeconds: written.activities_ttl_in_seconds,
    exceptionsDatastore: written.exceptions_datastore,
    exceptionsTtlSeconds: written.exceptions_ttl_in_seconds,
    shadowsDatastore: written.shadows_datastore,
    shadowsTtlSeconds: written.shadows_ttl_in_seconds,
    transactionsDatastore: written.transactions_datastore,
    transactionsTtlSeconds: written.transactions_ttl_in_seconds,
    metricsPerAccount: written.metrics_per_account,
  };
}

export function reportingOf(written: WrittenFile['reporting']): ReportingSettings {
  return {
    ...optional('bucketName', written.bucket_name),
    activitiesPrefix: written.activities_prefix,
    costsPrefix: written.costs_prefix,
    costsMarkdownTemplate: written.costs_markdown_template,
    exceptionsPrefix: written.exceptions_prefix,
    inventoriesPrefix: written.inventories_prefix,
    resourcesPrefix: written.resources_prefix,
    ...(written.cost_export && { costExport: written.cost_export }),
    costSource: written.cost_source,
  };
}

export function featuresOf(
  written: WrittenFile['features'],
  { documents, noticeTemplates }: Pick<SettingsFiles, 'documents' | 'noticeTemplates'>,
): FeatureSettings {
  return {
    withAcknowledgementDays: written.with_acknowledgement_days,
    ...optional('withAcknowledgementUrl', written.with_acknowledgement_url),
    withArmArchitecture: written.with_arm_architecture,
    withCostEmailRecipients: written.with_cost_email_recipients,
    withCostExtraCurrencies: written.with_cost_extra_currencies,
    ...optional('withCostManagementTag', written.with_cost_management_tag),
    withCsvFiles: written.with_csv_files,
    withEmailSubscriptionsOnAlerts: written.with_email_subscriptions_on_alerts,
    withEndUserDocuments: documents,
    withExpiryNoticeHours: written.with_expiry_notice_hours,
    withHolderNotices: [...new Set(written.with_holder_notices)],
    withHolderNoticeTemplates: noticeTemplates,
    withIncidents: written.with_incidents,
    ...optional('withInventoryExpression', written.with_inventory_expression),
    ...optional('withMicrosoftWebhookOnAlerts', written.with_microsoft_webhook_on_alerts),
    withNotificationChannels: written.with_notification_channels.map(channelOf),
    ...optional('withOriginEmailRecipient', written.with_origin_email_recipient),
    ...optional('withResponsePlanArn', written.with_response_plan_arn),
    withTagPrefix: written.with_tag_prefix,
  };
}

function channelOf(
  channel: WrittenFile['features']['with_notification_channels'][number],
): NotificationChannelSettings {
  const { name, type, url_parameter: urlParameter } = channel;
  const common = { name, type, urlParameter };
  return 'secret_parameter' in channel
    ? { ...common, secretParameter: channel.secret_parameter }
    : common;
}

function optional<K extends string>(
  key: K,
  value: string | undefined,
): { readonly [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]?: string });
}
