/** The role of an inventory that is installed everywhere: the options of any role, with that one's name and id as default. */

import type { RunSettings } from '../../fleet/run-options.ts';
import { installation } from '../../inventory/installation.ts';
import { type Given, type RunOption, settingsFrom } from './option.ts';
import { roleOptions } from './role.ts';
import { selectionOptions } from './selection.ts';

const { roleName, externalId } = installation;
const defaults: Readonly<Record<string, string>> = { roleName, externalId };

/** What can be said in the arguments of a container: neither a file nor a chain. */
const fields = new Set(['roleName', 'roleSessionName', 'externalId', 'durationSeconds']);

export const inventoryRoleOptions: readonly RunOption[] = roleOptions
  .filter(({ field }) => fields.has(field))
  .map((option) => ({ ...option, ...byDefault(defaults[option.field]) }));

function byDefault(value: string | undefined) {
  return value === undefined ? {} : { byDefault: value };
}

/** Throws a `FlotillaError` that speaks of flags. */
export function inventorySettingsFrom(
  given: Given,
  wanted: Parameters<typeof settingsFrom>[2] = {},
): RunSettings {
  const options = [...selectionOptions, ...inventoryRoleOptions];
  return settingsFrom(options, { ...defaults, ...given }, wanted);
}
