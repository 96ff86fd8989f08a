/** Opens the life cycle for a command: the settings file, and the credentials of the automation account. */

import { randomUUID } from 'node:crypto';
import { type Lifecycle, openLifecycle } from '../../../lifecycle/lifecycle.ts';
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
  const owner = `flotilla ${randomUUID()}`;
  const lifecycle = await openLifecycle({ ...context.fleetOptions(values), settings, owner });
  try {
    return await use(lifecycle);
  } finally {
    await lifecycle.meter.flush();
    lifecycle.close();
  }
}
