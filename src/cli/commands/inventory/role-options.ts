/** The inventory role, which is installed in every account: any role's options, with its name and external ID as defaults. */

import type { RunOptions, RunSettings } from '../../../fleet/run-options.ts';
import { installation } from '../../../inventory/installation.ts';
import { changed, headed, pick } from '../../options/option.ts';
import { roleOptions } from '../../options/role.ts';
import { runSettingsFrom, type TargetValues } from '../../options/run-settings.ts';

const { roleName, externalId } = installation;

/** What fits into the arguments of a container: neither a file nor a chain. */
const base = pick(roleOptions, ['roleName', 'roleSessionName', 'externalId', 'duration']);

export const inventoryRoleOptions = headed('The role in each account:', {
  ...base,
  roleName: changed(base.roleName, { fallback: roleName }),
  externalId: changed(base.externalId, { fallback: externalId }),
});

/** Throws a `FlotillaError` that names flags. */
export function inventoryRunSettings(
  values: TargetValues,
  extra: Partial<RunOptions> = {},
): RunSettings {
  const withDefaults = {
    ...values,
    roleName: values.roleName ?? roleName,
    externalId: values.externalId ?? externalId,
  };
  return runSettingsFrom(withDefaults, extra);
}
