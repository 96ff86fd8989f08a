/** Opens the life cycle from what the command line says: the settings file, and the credentials of the hub. */

import { randomUUID } from 'node:crypto';
import { type Lifecycle, openLifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Settings } from '../../settings/settings.ts';
import { settingsFrom } from '../commands/settings-file.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import type { Given } from '../options/option.ts';

export interface LifecycleGiven extends Given {
  /** Path of the settings file. */
  readonly settings: string;
}

/** Counts that were gathered are put, and connections closed, whatever becomes of the work. */
export async function withLifecycle<T>(
  given: LifecycleGiven,
  io: Io,
  work: (lifecycle: Lifecycle) => Promise<T>,
): Promise<T> {
  const settings = await settingsIn(given.settings, io);
  const owner = `flotilla ${randomUUID()}`;
  const lifecycle = await openLifecycle({ ...fleetOptionsFrom(given, io), settings, owner });
  try {
    return await work(lifecycle);
  } finally {
    await lifecycle.meter.flush();
    lifecycle.close();
  }
}

/** As the file says, whatever region and account the environment has. Throws one error with a line per problem. */
export async function settingsIn(path: string, io: Io): Promise<Settings> {
  return (await settingsFrom(path, io, { isDeployed: false })).settings;
}

export function expectAccountId(id: string): string {
  if (/^\d{12}$/.test(id)) return id;
  throw new FlotillaError('InvalidInput', `"${id}" is no account id; it has 12 digits`);
}
