/** Compares what could be removed, or removes it: the role in the accounts first, then what it trusts. */

import { removeInventoryRole } from '../../../infrastructure/account/remove-inventory-role.ts';
import { desiredInventoryRole } from '../../../infrastructure/desired/inventory-role.ts';
import type { MemberOperation } from '../../../infrastructure/members/fan-out.ts';
import { removeCoreAccounts } from '../../../infrastructure/remove-core-accounts.ts';
import type { Installation } from '../../../infrastructure/settings.ts';
import type { CommandContext } from '../../command-context.ts';
import type { InstallationWork } from './converge.ts';
import { type FindingRecord, findingRecord } from './findings.ts';
import type { ChangeFollower } from './follow-changes.ts';
import { changeMembers, compareMembers } from './members.ts';
import type { OpenInstallation } from './open.ts';
import { removeStackSets } from './stack-set.ts';

/** What would be removed, and what would be kept. */
export async function compareRemoval(
  { access, settings }: OpenInstallation,
  { options: { deployInventoryRole: how, targets }, members }: InstallationWork,
  context: CommandContext,
): Promise<readonly FindingRecord[]> {
  const installation: Installation = { settings, facts: access.facts };
  const { signal } = context;
  const work = removalWork(installation, { dry: true });
  const others = members
    ? await compareMembers(members, { installation, work }, context)
    : how === 'stackset'
      ? await removeStackSets(access, { installation, targets, follower: undefined }, context)
      : [];
  const home = await removeCoreAccounts(access, settings, { dry: true, signal });
  signal.throwIfAborted();
  return [
    ...others.map((finding) => findingRecord(finding, 'member')),
    ...home.map((finding) => findingRecord(finding, 'home')),
  ];
}

/** Removes it. Every change is reported to the follower. */
export async function removeInstallation(
  { access, settings }: OpenInstallation,
  { options: { deployInventoryRole: how, targets }, members }: InstallationWork,
  { follower, context }: { readonly follower: ChangeFollower; readonly context: CommandContext },
): Promise<void> {
  const installation: Installation = { settings, facts: access.facts };
  const { signal } = context;
  const work = removalWork(installation, { dry: false });
  if (members) await changeMembers(members, { installation, work }, { follower, signal });
  else if (how === 'stackset')
    await removeStackSets(access, { installation, targets, follower }, context);
  follower.complete('member');
  await removeCoreAccounts(access, settings, {
    dry: false,
    signal,
    onStart: follower.onStart,
    onFinding: (finding) => follower.onFinding(finding, 'home'),
  });
  follower.complete('home');
}

function removalWork(installation: Installation, { dry }: { readonly dry: boolean }) {
  const work: MemberOperation = (iam, accountId) =>
    removeInventoryRole(iam, desiredInventoryRole(installation, accountId), { accountId, dry });
  return work;
}
