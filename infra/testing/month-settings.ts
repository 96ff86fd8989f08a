/** The settings of an installation with every feature on, as files. */

import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const managementAccountId = '888888888888';
export const automationAccountId = '999999999999';
export const region = 'eu-west-1';
export const sender = 'cloud@example.com';

const examples = join(import.meta.dirname, '../../examples/settings');

export interface MonthSettings {
  readonly unitId: string;
  /** Known once the function has been deployed. */
  readonly acknowledgementUrl: string;
}

/** Writes them into a folder. Returns the path of the settings file. */
export function writeSettings(folder: string, settings: MonthSettings): string {
  for (const name of ['preparation.yaml', 'purge.yaml']) {
    copyFileSync(join(examples, name), join(folder, name));
  }
  writeFileSync(join(folder, 'rules.md'), '# Rules\n\nBe kind.\n');
  const path = join(folder, 'settings.yaml');
  writeFileSync(path, textOf(settings));
  return path;
}

/**
 * One maintenance window in the month, on its first Saturday. The sweep comes when everything has happened: until then,
 * events move the accounts.
 */
function textOf({ unitId, acknowledgementUrl }: MonthSettings): string {
  return `environment_identifier: SpaDemo
automation:
  account_id: "${automationAccountId}"
  region: ${region}
  maintenance_window_expression: cron(0 18 ? * 7#1 *)
  sweep_expression: cron(0 12 14 * ? *)
  role_arn_to_manage_accounts: arn:aws:iam::${managementAccountId}:role/SpaAccountsManagementRole
  role_name_to_manage_codebuild: OrganizationAccountAccessRole
worker:
  preparation_buildspec_template_file: preparation.yaml
  purge_buildspec_template_file: purge.yaml
features:
  with_acknowledgement_url: ${acknowledgementUrl}
  with_cost_email_recipients: [finance@example.com]
  with_cost_management_tag: cost-center
  with_email_subscriptions_on_alerts: [sre@example.com]
  with_end_user_documents: {Rules: rules.md}
  with_holder_notices: [release, expiry, purge, budget-alert, terms]
  with_notification_channels:
    - {name: flow, type: teams, url_parameter: /SpaDemo/flow}
  with_origin_email_recipient: ${sender}
organizational_units:
  - identifier: ${unitId}
    account_tags: {cost-center: sandboxes}
    preparation: {feature: enabled, variables: {BUDGET_AMOUNT: 300}}
    purge: {feature: enabled, variables: {MAXIMUM_AGE: 2w, PURGE_MODE: --force}}
`;
}
