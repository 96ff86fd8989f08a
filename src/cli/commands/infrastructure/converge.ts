/** Compares an installation, or changes it: first the billing and the security account, then the role in the others. */

import { convergeInventoryRole } from '../../../infrastructure/account/converge-inventory-role.ts';
import { convergeCoreAccounts } from '../../../infrastructure/converge-core-accounts.ts';
import { desiredInventoryRole } from '../../../infrastructure/desired/inventory-role.ts';
import { findingsIn } from '../../../infrastructure/finding.ts';
import type { MemberOperation } from '../../../infrastructure/members/fan-out.ts';
import type { Installation } from '../../../infrastructure/settings.ts';
import type { Clock } from '../../../model/clock.ts';
import type { CommandContext } from '../../command-context.ts';
import { type FindingRecord, findingRecord } from './findings.ts';
import type { ChangeFollower } from './follow-changes.ts';
import type { InfrastructureValues } from './member-options.ts';
import { changeMembers, compareMembers, type Members } from './members.ts';
import type { OpenInstallation } from './open.ts';
import { deployStackSet } from './stack-set.ts';

export interface InstallationWork {
  readonly options: Pick<InfrastructureValues, 'deployInventoryRole' | 'targets'>;
  /** Of a fan-out. */
  readonly members: Members | undefined;
}

/** What differs. */
export async function compareInstallation(
  { access, settings }: OpenInstallation,
  { options: { deployInventoryRole: how, targets }, members }: InstallationWork,
  context: CommandContext,
): Promise<readonly FindingRecord[]> {
  const installation: Installation = { settings, facts: access.facts };
  const { signal } = context;
  const converging = { dry: true, clock: access.billing.clock };
  const home = await convergeCoreAccounts(access, settings, { ...converging, signal });
  signal.throwIfAborted();
  const work = memberWork(installation, converging);
  const others = members
    ? await compareMembers(members, { installation, work }, context)
    : how === 'stackset'
      ? await deployStackSet(access, { installation, targets, follower: undefined }, context)
      : [];
  signal.throwIfAborted();
  return [
    ...home.map((finding) => findingRecord(finding, 'home')),
    ...others.map((finding) => findingRecord(finding, 'member')),
  ];
}

/** Changes what differs. Every change is reported to the follower. */
export async function changeInstallation(
  { access, settings }: OpenInstallation,
  { options: { deployInventoryRole: how, targets }, members }: InstallationWork,
  { follower, context }: { readonly follower: ChangeFollower; readonly context: CommandContext },
): Promise<void> {
  const installation: Installation = { settings, facts: access.facts };
  const { signal } = context;
  const converging = { dry: false, clock: interruptible(access.billing.clock, signal) };
  const home = await convergeCoreAccounts(access, settings, {
    ...converging,
    signal,
    onStart: follower.onStart,
    onFinding: (finding) => follower.onFinding(finding, 'home'),
  });
  if (signal.aborted) return;
  // The role in every account trusts those of the security account, which IAM must find.
  if (how !== undefined && home.some(({ action }) => action === 'failed')) {
    context.warn('the role was not deployed to the accounts: what it trusts must exist first');
    return;
  }
  follower.complete('home');
  const work = memberWork(installation, converging);
  if (members) await changeMembers(members, { installation, work }, { follower, signal });
  else if (how === 'stackset')
    await deployStackSet(access, { installation, targets, follower }, context);
  follower.complete('member');
}

function memberWork(
  installation: Installation,
  converging: { readonly dry: boolean; readonly clock: Clock },
): MemberOperation {
  return async (iam, accountId) => {
    const desired = desiredInventoryRole(installation, accountId);
    return findingsIn(accountId, await convergeInventoryRole(iam, desired, converging));
  };
}

/** Waiting for a role to be known elsewhere ends with the signal. */
function interruptible(clock: Clock, signal: AbortSignal): Clock {
  return { now: () => clock.now(), sleep: (ms) => clock.sleep(ms, signal) };
}
