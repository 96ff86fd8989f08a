/** The schema of the settings file: keys, their values and their defaults. */

import * as z from 'zod';
import { accountSchema, defaultsSchema, unitSchema } from './entry-schema.ts';
import { type EventNotice, eventNotices, holderNotices } from './holder-notices.ts';
import { templateSchema } from './template.ts';
import {
  accountId,
  bucketName,
  currency,
  email,
  exportLocation,
  expression,
  filledText,
  parameterName,
  policyArn,
  region,
  roleArn,
  roleName,
  seconds,
  tags,
  text,
  url,
} from './values.ts';

const day = 86_400;

const automation = z.strictObject({
  account_id: accountId
    .optional()
    .describe('The automation account. Default: the account of the caller'),
  region: region
    .optional()
    .describe('Region of the automation account. Default: the region of the caller'),
  cockpit_markdown_text: text
    .default('# Sustainable Personal Accounts Dashboard\nCurrently under active development (beta)')
    .describe('Banner of the dashboard'),
  maintenance_window_expression: expression
    .optional()
    .describe(
      'When released accounts expire: cron(…) or rate(…) of EventBridge, in UTC. Default: never',
    ),
  sweep_expression: expression
    .default('rate(1 hour)')
    .describe('When the whole organization is read, to find what no event reported'),
  role_arn_to_manage_accounts: roleArn.describe('Role in the management account'),
  role_name_to_manage_codebuild: roleName
    .default('AWSControlTowerExecution')
    .describe('Name of the role in every managed account'),
  resource_prefix: z
    .string()
    .regex(
      /^([A-Za-z][A-Za-z0-9_-]{0,31})?$/,
      'must be up to 32 letters, digits, - and _, with a letter in front',
    )
    .default('')
    .describe('Prefix of the names of resources in accounts'),
  build_role_policies: z
    .array(policyArn)
    .default(['arn:aws:iam::aws:policy/AdministratorAccess'])
    .describe('Managed policies of the role that purges run with'),
  preparation_role_policies: z
    .array(policyArn)
    .default([])
    .describe(
      'Managed policies of the role that preparations run with. Default: only what the preparation of this project does',
    ),
  build_image: filledText
    .default('aws/codebuild/amazonlinux-x86_64-standard:5.0')
    .describe('Image of the builds'),
  tags: tags.default({}).describe('Put on every resource of the automation account'),
  verbosity: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']).default('INFO'),
});

const worker = z.strictObject({
  preparation_buildspec_template_file: filledText.describe(
    'Buildspec of the preparation; searched next to this file, then in the current folder',
  ),
  purge_buildspec_template_file: filledText.describe(
    'Buildspec of the purge; searched next to this file, then in the current folder',
  ),
});

const metering = z.strictObject({
  activities_datastore: filledText.default('ActivitiesTable'),
  activities_ttl_in_seconds: seconds.default(366 * day),
  exceptions_datastore: filledText.default('ExceptionsTable'),
  exceptions_ttl_in_seconds: seconds
    .default(183 * day)
    .describe('How long it is known which exceptions were handled'),
  shadows_datastore: filledText.default('ShadowsTable'),
  shadows_ttl_in_seconds: seconds.default(183 * day),
  transactions_datastore: filledText.default('TransactionsTable'),
  transactions_ttl_in_seconds: seconds
    .default(10_800)
    .describe('How long an on-boarding or a maintenance may last'),
  metrics_per_account: z
    .boolean()
    .default(false)
    .describe('Counts events of each account as a metric of its own, which CloudWatch bills'),
});

const costExport = z.strictObject({
  location: exportLocation.describe('Folder of the export: s3://bucket/prefix/name-of-the-export'),
  format: z.enum(['cur-2.0', 'focus-1.2']).describe('Both as Parquet'),
});

const reporting = z.strictObject({
  bucket_name: bucketName
    .optional()
    .describe(
      'Bucket of all reports. Default: the environment, reports, account and region, such as spabeta-reports-123456789012-eu-west-1',
    ),
  activities_prefix: text.default('SpaReports/Activities'),
  costs_prefix: text.default('SpaReports/Costs'),
  costs_markdown_template: templateSchema(['month'])
    .default('Please find attached the cost reports for {month}.')
    .describe('Body of the mail with cost reports; {month} becomes YYYY-MM'),
  exceptions_prefix: text.default('SpaReports/Exceptions'),
  inventories_prefix: text.default('SpaReports/Inventories'),
  resources_prefix: text
    .default('SpaReports/Resources')
    .describe('Inventories of the resources of all accounts'),
  cost_export: costExport
    .optional()
    .describe('Export of AWS Data Exports, which is compared with Cost Explorer'),
  cost_source: z
    .enum(['cost-explorer', 'export'])
    .default('cost-explorer')
    .describe('Where the monthly reports read costs'),
});

const channelCommon = {
  name: filledText.regex(
    /^(?!(sns|teams)$)[\w-]{1,64}$/,
    'must be letters, digits, _ and -, and not sns or teams',
  ),
  url_parameter: parameterName.describe('SecureString parameter with the address'),
};

const notificationChannel = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      ...channelCommon,
      type: z.enum(['teams', 'teams-connector', 'slack']),
    }),
    z.strictObject({
      ...channelCommon,
      type: z.literal('webhook'),
      secret_parameter: parameterName.describe('SecureString parameter with the signing secret'),
    }),
  ],
  { error: 'must be teams, teams-connector, slack or webhook' },
);

const noticeTemplates = z.strictObject(
  Object.fromEntries(eventNotices.map((notice) => [notice, filledText.optional()])) as {
    readonly [notice in EventNotice]: z.ZodOptional<typeof filledText>;
  },
);

const features = z.strictObject({
  with_acknowledgement_days: z
    .int()
    .min(1, 'must be a whole number of days, 1 or more')
    .default(14)
    .describe('How long a document may stay without an acknowledgement before an exception'),
  with_acknowledgement_url: url
    .refine(URL.canParse, 'must be an address that browsers can open')
    .optional()
    .describe('Address of the function OnAcknowledgement, for the links in documents'),
  with_arm_architecture: z.boolean().default(false),
  with_cost_email_recipients: z.array(email).default([]),
  with_cost_extra_currencies: z.array(currency).default([]),
  with_cost_management_tag: text.optional().describe('Key of the tag that costs are grouped by'),
  with_csv_files: z
    .array(filledText)
    .default([])
    .describe('Files that add to accounts, next to this file; later ones win'),
  with_email_subscriptions_on_alerts: z.array(email).default([]),
  with_end_user_documents: z
    .record(text, filledText)
    .default({})
    .describe('Label and Markdown file of documents for the holders of accounts'),
  with_expiry_notice_hours: z
    .int()
    .min(24, 'must be a whole number of hours, 24 or more')
    .max(336, 'must be at most two weeks, 336 hours')
    .default(72)
    .describe('How long before its maintenance window a holder is mailed what will be deleted'),
  with_holder_notice_templates: noticeTemplates
    .default({})
    .describe('Markdown files with the texts of these mails; searched next to this file'),
  with_holder_notices: z
    .array(z.enum(holderNotices))
    .default([])
    .describe('Events that the holders of accounts are mailed about'),
  with_incidents: z
    .boolean()
    .default(true)
    .describe(
      'Whether exceptions become incidents: OpsItems, or with a response plan those of Incident Manager',
    ),
  with_inventory_expression: expression
    .optional()
    .describe(
      'When a deployed installation takes an inventory of the resources of all accounts: cron(…) or rate(…), in UTC. Default: never',
    ),
  with_microsoft_webhook_on_alerts: url.optional(),
  with_notification_channels: z
    .array(notificationChannel)
    .refine(
      (channels) => new Set(channels.map(({ name }) => name)).size === channels.length,
      'must have a different name for each channel',
    )
    .default([])
    .describe('Where exceptions are posted, besides the topic of exceptions'),
  with_origin_email_recipient: email.optional(),
  with_response_plan_arn: z.string().regex(/^arn:/, 'must be an ARN').optional(),
  with_tag_prefix: z
    .string()
    .regex(/^(?![aA][wW][sS]:)[\p{L}\p{N}_.:/=+\-@]{0,100}$/u, 'must be the beginning of a tag key')
    .default('account-')
    .describe('Prefix of the tag keys state and holder'),
});

/** Sections may be absent if none of their keys is required. */
export const fileSchema = z.strictObject({
  environment_identifier: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'must be letters, digits and -, with a letter in front')
    .optional()
    .describe('Name of this installation, and what its events carry. Default: SpaBeta'),
  automation,
  worker,
  metering: metering.prefault({}),
  reporting: reporting.prefault({}),
  features: features.prefault({}),
  defaults: defaultsSchema.prefault({}),
  organizational_units: z.array(unitSchema).default([]),
  accounts: z.array(accountSchema).default([]),
});

export type WrittenFile = z.output<typeof fileSchema>;

export const sections = { automation, worker, metering, reporting, features } as const;
