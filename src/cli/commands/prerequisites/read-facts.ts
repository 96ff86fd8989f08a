/** What the stacks outside of the automation account are made from: the settings, and the id of the organization. */

import { type Fleet, openFleet } from '../../../aws/open-fleet.ts';
import type { PrerequisiteFacts } from '../../../deployment/prerequisites/prerequisite-facts.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { Settings } from '../../../settings/settings.ts';
import type { CommandContext } from '../../command-context.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { settingsFrom, settingsPath } from '../settings/settings-file.ts';

interface FactsValues extends AwsOptionValues {
  readonly settings?: string | undefined;
}

/** Without the organization. Throws a `FlotillaError` for settings without an automation account or its region. */
export async function readInstallation(
  { settings: path, region: fallback }: Pick<FactsValues, 'settings' | 'region'>,
  { io }: Pick<CommandContext, 'io'>,
): Promise<Omit<PrerequisiteFacts, 'organizationId'>> {
  const file = settingsPath(path, io);
  const { settings } = await settingsFrom(file, io);
  const { accountId, region = fallback } = settings.automation;
  if (accountId === undefined) throw missing(file, 'account_id', 'set AWS_ACCOUNT');
  if (region === undefined) throw missing(file, 'region', 'give --region');
  return { settings, accountId, region };
}

function missing(file: string, key: string, alternative: string): FlotillaError {
  const message = `${file} has no automation.${key}; add it, or ${alternative}`;
  return new FlotillaError('InvalidInput', message);
}

/** Closes the connections at the end. */
export async function withFleet<T>(
  values: FactsValues,
  context: CommandContext,
  use: (fleet: Fleet) => Promise<T>,
): Promise<T> {
  const fleet = openFleet(context.fleetOptions(values));
  try {
    return await use(fleet);
  } finally {
    fleet.close();
  }
}

/** The stacks are in the management account, whose id is part of the role that the settings name. */
export async function expectManagementAccount(
  fleet: Fleet,
  { automation }: Pick<Settings, 'automation'>,
): Promise<void> {
  const { accountId } = await fleet.caller();
  const expected = automation.roleArnToManageAccounts.split(':')[4];
  if (accountId === expected) return;
  throw new FlotillaError(
    'Credentials',
    `the credentials are of account ${accountId}, but the stacks belong into account ${expected}, which automation.role_arn_to_manage_accounts names; use an administrator of that account`,
  );
}
