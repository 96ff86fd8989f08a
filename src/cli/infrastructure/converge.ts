/** Compares all that an installation consists of, or puts it right: first the two accounts, then the role in the others. */

import type { KnownAccess } from '../../infrastructure/access.ts';
import { convergeInventoryRole } from '../../infrastructure/account/converge-inventory-role.ts';
import { convergeCoreAccounts } from '../../infrastructure/converge-core-accounts.ts';
import { desiredInventoryRole } from '../../infrastructure/desired/inventory-role.ts';
import { findingsIn } from '../../infrastructure/finding.ts';
import type { MemberOperation } from '../../infrastructure/members/fan-out.ts';
import type { Installation } from '../../infrastructure/settings.ts';
import type { Io } from '../io.ts';
import type { InfrastructureGiven } from '../options/infrastructure.ts';
import { expectMemberOptions } from '../options/infrastructure-members.ts';
import type { FindingRecord } from '../print/infrastructure-view.ts';
import { eachMember, readMembers } from './fan-out.ts';
import type { OpenedInstallation } from './open.ts';
import { deployStackSet } from './stack-set.ts';

export interface ConvergeOptions {
  readonly given: InfrastructureGiven;
  readonly dry: boolean;
}

export async function convergeAll(
  { access, settings }: OpenedInstallation,
  { given, dry }: ConvergeOptions,
  io: Io,
): Promise<readonly FindingRecord[]> {
  const installation: Installation = { settings, facts: access.facts };
  const how = given.deployInventoryRole;
  expectMemberOptions(given, how);
  const fanning =
    how === 'fan-out'
      ? await readMembers(access.billing, { given, region: settings.region }, io)
      : undefined;
  const home = await convergeCoreAccounts(access, settings, { dry, clock: access.billing.clock });
  const records: FindingRecord[] = home.map((finding) => ({ ...finding, place: 'home' }));
  // The role in every account trusts those of the security account, which IAM must find.
  if (!dry && home.some(({ action }) => action === 'failed') && how !== undefined) {
    io.stderr.write('the role was placed in no account: what it trusts must be there first\n');
    return records;
  }
  const members = fanning
    ? await eachMember(fanning, { installation, work: convergingIn(access, installation, dry) }, io)
    : how === 'stackset'
      ? await deployStackSet(access, { installation, dry, given }, io)
      : [];
  return [
    ...records,
    ...members.map((finding): FindingRecord => ({ ...finding, place: 'member' })),
  ];
}

function convergingIn(
  { billing }: KnownAccess,
  installation: Installation,
  dry: boolean,
): MemberOperation {
  const converging = { dry, clock: billing.clock };
  return async (iam, accountId) => {
    const desired = desiredInventoryRole(installation, accountId);
    return findingsIn(accountId, await convergeInventoryRole(iam, desired, converging));
  };
}
