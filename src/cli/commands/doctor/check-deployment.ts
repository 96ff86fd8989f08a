/** The checks before a deployment: what an installation needs, and what to do where it is missing. */

import { classify } from '../../../aws/failures.ts';
import { type Fleet, openFleet } from '../../../aws/open-fleet.ts';
import { openRole } from '../../../aws/open-role.ts';
import { roleSchema } from '../../../aws/role.ts';
import { callOrganizations } from '../../../organization/call-organizations.ts';
import type { CommandContext } from '../../command-context.ts';
import { errorLine } from '../../error-line.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import { bootstrapParameter } from '../deploy/open.ts';
import { readInstallation } from '../prerequisites/read-facts.ts';
import { checkAccess, checkOrganization, checkRole, skipped } from './check-aws.ts';
import { checkIncidents } from './check-incidents.ts';
import { checkMail } from './check-mail.ts';
import { checkManagement } from './check-management.ts';
import type { CheckedInstallation } from './checked-installation.ts';
import type { DoctorCheck } from './command.ts';

interface DeploymentValues extends AwsOptionValues {
  readonly settings?: string | undefined;
  readonly managementProfile?: string | undefined;
  readonly account?: string | undefined;
}

export async function* checkDeployment(
  fleet: Fleet,
  values: DeploymentValues,
  context: CommandContext,
): AsyncGenerator<DoctorCheck> {
  const installation = await readInstallation(values, context);
  if (!(yield* checkAccess(fleet))) {
    yield skipped('automation-account', 'no identity');
    return;
  }
  const account = await checkAutomationAccount(fleet, installation);
  yield account;
  if (account.status !== 'failed') {
    yield await checkBootstrap(fleet, installation);
    yield* checkOrganizationWithRole(fleet, { installation, values }, context);
    yield await checkMail(fleet, installation);
    yield await checkIncidents(fleet, installation);
  }
  yield* checkManagement(installation, values, context);
}

async function checkAutomationAccount(
  fleet: Fleet,
  { accountId, region }: CheckedInstallation,
): Promise<DoctorCheck> {
  const check = 'automation-account';
  const caller = await fleet.caller();
  if (caller.accountId !== accountId) {
    return {
      check,
      status: 'failed',
      detail: `the credentials are of account ${caller.accountId}, but automation.account_id is "${accountId}"`,
      advice: 'use an administrator of that account',
    };
  }
  const configured = await fleet.region();
  const detail = `account ${accountId}, ${region}`;
  if (configured === undefined || configured === region) return { check, status: 'ok', detail };
  return {
    check,
    status: 'warning',
    detail: `${detail}; the configured region is ${configured}`,
    advice: 'the region of the settings is used; make both the same to avoid mistakes',
  };
}

async function checkBootstrap(fleet: Fleet, { region }: CheckedInstallation): Promise<DoctorCheck> {
  const check = 'bootstrap';
  const input = { Name: bootstrapParameter };
  try {
    const { Parameter } = await fleet.generic('ssm', region).call('GetParameter', input);
    const { Value = '' } = Parameter as { readonly Value?: string };
    return { check, status: 'ok', detail: `version ${Value} of the CDK's bootstrap` };
  } catch (error) {
    if (classify(error).kind !== 'not-found') {
      return { check, status: 'failed', detail: errorLine(error) };
    }
    const detail = `the AWS CDK's bootstrap is missing in ${region}`;
    return { check, status: 'failed', detail, advice: 'run flotilla bootstrap' };
  }
}

interface WithRole {
  readonly installation: CheckedInstallation;
  readonly values: DeploymentValues;
}

/** The organization is read, and accounts are entered, through the role in the management account. */
async function* checkOrganizationWithRole(
  fleet: Fleet,
  { installation, values }: WithRole,
  context: CommandContext,
): AsyncGenerator<DoctorCheck> {
  const { automation } = installation.settings;
  const { signal } = context;
  const { check, credentials } = await assumeManagementRole(fleet, installation, signal);
  yield check;
  if (!credentials) {
    for (const name of ['features', 'organization', 'role'] as const)
      yield skipped(name, 'the management role cannot be assumed');
    return;
  }
  const management = openFleet({ ...context.fleetOptions(values), credentials });
  try {
    yield await checkFeatures(management);
    const organization = await checkOrganization(management, { signal });
    yield organization.check;
    const settings = runSettingsFrom({
      roleName: automation.roleNameToManageCodebuild,
      via: [automation.roleArnToManageAccounts],
    });
    const { account } = values;
    yield await checkRole(fleet, organization.accounts, { settings, account, signal });
  } finally {
    management.close();
  }
}

async function assumeManagementRole(
  fleet: Fleet,
  { settings }: CheckedInstallation,
  signal: AbortSignal,
) {
  const arn = settings.automation.roleArnToManageAccounts;
  const [, , , , id = '', resource = ''] = arn.split(':');
  const role = roleSchema.parse({
    roleName: resource.replace(/^role\//, ''),
    roleSessionName: 'flotilla-doctor',
  });
  const check = 'management-role' as const;
  try {
    const credentials = await (await openRole(fleet, role)).enter({ id }, signal).credentials();
    return { check: { check, status: 'ok', detail: `assumed ${arn}` } as const, credentials };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = classify(error);
    const detail = `${arn} cannot be assumed (${code}: ${message})`;
    const advice =
      'run flotilla prerequisites apply with credentials of the management account, or check the trust policy of the role';
    return { check: { check, status: 'failed', detail, advice } as const };
  }
}

async function checkFeatures(management: Fleet): Promise<DoctorCheck> {
  const check = 'features';
  try {
    const { Organization } = await callOrganizations(management, 'DescribeOrganization', {});
    return featuresOf(Organization?.FeatureSet);
  } catch (error) {
    return { check, status: 'failed', detail: errorLine(error) };
  }
}

/** Policies, stack sets and the organization's condition keys need all features. */
export function featuresOf(features: string | undefined): DoctorCheck {
  const check = 'features';
  if (features === 'ALL') return { check, status: 'ok', detail: 'all features are enabled' };
  return {
    check,
    status: 'failed',
    detail: `the organization has ${features ?? 'unknown features'} only`,
    advice: 'run aws organizations enable-all-features in the management account',
  };
}
