/**
 * The caller's own account among the targets of a fan-out: it uses the caller's credentials, and no role is assumed.
 */

import { roleOf } from '../../aws/caller.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { RoleInAccount } from '../../aws/open-role.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';

/** Adds the caller's account again where it was selected and excluded. */
export async function withOwnAccount(
  fleet: Fleet,
  planned: readonly PlannedTarget[],
): Promise<readonly PlannedTarget[]> {
  const role = await ownRole(fleet);
  const region = await fleet.region();
  return planned.map((one): PlannedTarget => {
    if (one.plan !== 'skip' || one.skipped.reason !== 'caller') return one;
    const target = { ...one.skipped.target, ...(region !== undefined && { region }) };
    return { plan: 'run', target, role };
  });
}

async function ownRole(fleet: Fleet): Promise<RoleInAccount> {
  return { assumed: roleOf(await fleet.caller()), credentials: fleet.credentials };
}
