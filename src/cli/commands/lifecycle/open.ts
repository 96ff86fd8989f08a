/** Opens the life cycle for a command: the settings file, and the credentials of the automation account. */

import { classify } from '../../../aws/failures.ts';
import { type Lifecycle, openLifecycle } from '../../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { Settings } from '../../../settings/settings.ts';
import type { CommandContext } from '../../command-context.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { settingsFrom, settingsPath } from '../settings/settings-file.ts';

export interface LifecycleValues extends AwsOptionValues {
  /** Path of the settings file. */
  readonly settings?: string | undefined;
}

/**
 * Account and region are those of the file, whatever the environment has. Counters that were collected are sent and
 * connections are closed, also after an error.
 */
export async function withLifecycle<T>(
  values: LifecycleValues,
  context: CommandContext,
  use: (lifecycle: Lifecycle) => Promise<T>,
): Promise<T> {
  const path = settingsPath(values.settings, context.io);
  const { settings } = await settingsFrom(path, context.io, { isDeployed: false });
  const lifecycle = await openLifecycle({ ...context.fleetOptions(values), settings });
  try {
    return await use(lifecycle);
  } catch (error) {
    throw withAdvice(error, settings, path);
  } finally {
    await lifecycle.close();
  }
}

/** What AWS says of an installation that is not complete, with what to do. */
function withAdvice(error: unknown, { automation }: Settings, path: string): unknown {
  if (error instanceof FlotillaError && error.code !== 'Credentials') return error;
  const { code, message } = classify(error instanceof FlotillaError ? error.cause : error);
  const role = automation.roleArnToManageAccounts;
  if (code === 'ResourceNotFoundException' || code === 'QueueDoesNotExist') {
    const missing = `the life cycle is not installed in account ${automation.accountId} (${message})`;
    return new FlotillaError('InvalidInput', `${missing}; run flotilla lifecycle install`, {
      cause: error,
    });
  }
  if (!message.includes('sts:AssumeRole') || !message.includes(role)) return error;
  const refused = `the management role ${role} cannot be assumed (${code})`;
  const advice = `check role_arn_to_manage_accounts in ${path}, and that the role trusts the automation account`;
  return new FlotillaError('Credentials', `${refused}; ${advice}`, { cause: error });
}
