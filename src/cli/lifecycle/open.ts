/** Opens the life cycle from what the command line says: the settings file, and the credentials of the hub. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Lifecycle, openLifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { loadSettings } from '../../settings/read-settings.ts';
import type { Settings } from '../../settings/settings.ts';
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

/** Throws one error with a line per problem. */
export function settingsIn(path: string, { env }: Io): Promise<Settings> {
  const { ENVIRONMENT, STACK_PREFIX } = env;
  return loadSettings({
    path,
    readText: (file) => readFile(file, 'utf8'),
    environment: { ...(ENVIRONMENT && { ENVIRONMENT }), ...(STACK_PREFIX && { STACK_PREFIX }) },
  });
}

export function expectAccountId(id: string): string {
  if (/^\d{12}$/.test(id)) return id;
  throw new FlotillaError('InvalidInput', `"${id}" is no account id; it has 12 digits`);
}
