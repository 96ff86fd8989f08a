/** Shows or takes away all that is ours: the role in the accounts first, then what it trusted. */

import { iamIn, type KnownAccess } from '../../infrastructure/access.ts';
import { removeInventoryRole } from '../../infrastructure/account/remove-inventory-role.ts';
import {
  desiredInventoryRole,
  inventoryResource,
} from '../../infrastructure/desired/inventory-role.ts';
import { failedFinding, type InfrastructureFinding } from '../../infrastructure/finding.ts';
import { removeStackSet } from '../../infrastructure/members/remove-stack-set.ts';
import { removeCoreAccounts } from '../../infrastructure/remove-core-accounts.ts';
import type { Installation } from '../../infrastructure/settings.ts';
import type { Io } from '../io.ts';
import type { InfrastructureGiven } from '../options/infrastructure.ts';
import { expectMemberOptions } from '../options/infrastructure-members.ts';
import type { FindingRecord } from '../print/infrastructure-view.ts';
import { eachMember, readMembers } from './fan-out.ts';
import type { OpenedInstallation } from './open.ts';
import { stackSetAccess, targetsIn } from './stack-set.ts';

export interface Removing {
  readonly given: InfrastructureGiven;
  readonly dry: boolean;
}

export async function removeAll(
  { access, settings }: OpenedInstallation,
  { given, dry }: Removing,
  io: Io,
): Promise<readonly FindingRecord[]> {
  const installation: Installation = { settings, facts: access.facts };
  expectMemberOptions(given, given.deployInventoryRole);
  const members = await removeFromMembers(access, { installation, given, dry }, io);
  const home = await removeCoreAccounts(access, settings, { dry });
  return [
    ...members.map((finding): FindingRecord => ({ ...finding, place: 'member' })),
    ...home.map((finding): FindingRecord => ({ ...finding, place: 'home' })),
  ];
}

type RemovingMembers = Removing & { readonly installation: Installation };

async function removeFromMembers(
  access: KnownAccess,
  removing: RemovingMembers,
  io: Io,
): Promise<readonly InfrastructureFinding[]> {
  const { installation, given, dry } = removing;
  const { deployInventoryRole: how } = given;
  if (how === 'stackset') return removeStacks(access, removing, io);
  if (how === undefined) return [];
  const { region } = installation.settings;
  const members = await readMembers(access.billing, { given, region }, io);
  const work = (iam: Parameters<typeof removeInventoryRole>[0], accountId: string) =>
    removeInventoryRole(iam, desiredInventoryRole(installation, accountId), { accountId, dry });
  return eachMember(members, { installation, work }, io);
}

/** With the role of the management account, which no stack set reached. */
async function removeStacks(
  access: KnownAccess,
  { installation, given, dry }: RemovingMembers,
  io: Io,
): Promise<readonly InfrastructureFinding[]> {
  targetsIn(given);
  const role = inventoryResource(installation);
  const removed = await removeStackSet(stackSetAccess(access, installation, io), { role, dry });
  const { managementAccountId: accountId, facts } = access;
  if (facts.billingAccountId !== accountId) return removed;
  try {
    const iam = await iamIn(access, accountId);
    const desired = desiredInventoryRole(installation, accountId);
    return [...removed, ...(await removeInventoryRole(iam, desired, { accountId, dry }))];
  } catch (error) {
    return [...removed, failedFinding({ accountId, resource: role }, error)];
  }
}
