/** `--deploy-inventory-role fan-out`: work in every selected account. */

import type { Fleet } from '../../../aws/open-fleet.ts';
import type { RunSettings } from '../../../fleet/run-options.ts';
import type { PlannedTarget } from '../../../fleet/targets.ts';
import { inventoryResource } from '../../../infrastructure/desired/inventory-role.ts';
import type { InfrastructureFinding } from '../../../infrastructure/finding.ts';
import {
  findingsOf,
  type MemberOperation,
  runInMembers,
} from '../../../infrastructure/members/fan-out.ts';
import { withOwnAccount } from '../../../infrastructure/members/own-account.ts';
import type { Installation } from '../../../infrastructure/settings.ts';
import type { Outcome } from '../../../model/outcome.ts';
import type { CommandContext } from '../../command-context.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import { count } from '../../output/text.ts';
import { startProgress } from '../../progress/progress.ts';
import { makePlan, type Plan, readPlan } from '../../targets/plan.ts';
import type { ChangeFollower } from './follow-changes.ts';
import type { InfrastructureValues } from './member-options.ts';
import type { OpenInstallation } from './open.ts';

export interface Members {
  readonly fleet: Fleet;
  readonly settings: RunSettings;
  readonly plan: Plan;
}

/** Undefined without a fan-out. Throws a `FlotillaError` for a selection that is not valid. */
export async function readMembers(
  { access, settings: { region } }: OpenInstallation,
  options: InfrastructureValues,
  context: CommandContext,
): Promise<Members | undefined> {
  if (options.deployInventoryRole !== 'fan-out') return undefined;
  const { roleExternalId: externalId, ...values } = options;
  const settings = runSettingsFrom(
    { ...values, externalId },
    { includeManagement: true, includeCaller: false, regions: [region], order: 'input' },
  );
  const fleet = access.billing;
  const read: readonly PlannedTarget[] = await readPlan(fleet, settings, context.io);
  const plan = makePlan(await withOwnAccount(fleet, read), new Set());
  noteSkipped(plan, context);
  return { fleet, settings, plan };
}

function noteSkipped({ skipped }: Plan, context: CommandContext): void {
  if (skipped.length === 0) return;
  const reasons = [...new Set(skipped.map(({ skipped: { reason } }) => reason))].join(', ');
  context.note(`${count(skipped.length, 'account')} skipped (${reasons})`);
}

export interface MemberWork {
  readonly installation: Installation;
  readonly work: MemberOperation;
}

/** What differs in each account. Throws the signal's reason after an interruption: the result would be incomplete. */
export async function compareMembers(
  { fleet, settings, plan }: Members,
  { installation, work }: MemberWork,
  { io, signal }: CommandContext,
): Promise<readonly InfrastructureFinding[]> {
  const { planned, running } = plan;
  const findings: InfrastructureFinding[] = [];
  const progress = startProgress(running.length, io);
  const settled = { done: 0, failed: 0 };
  try {
    for await (const outcome of runInMembers(fleet, { planned, settings, work, signal })) {
      findings.push(...findingsOf(outcome, installation));
      if (outcome.status === 'skipped') continue;
      settled[outcome.status]++;
      progress.update(settled);
    }
  } finally {
    progress.stop();
  }
  signal.throwIfAborted();
  return findings;
}

/** Changes each account. */
export async function changeMembers(
  { fleet, settings, plan: { planned } }: Members,
  { installation, work }: MemberWork,
  { follower, signal }: { readonly follower: ChangeFollower; readonly signal: AbortSignal },
): Promise<void> {
  const resource = inventoryResource(installation);
  const followed: MemberOperation = (iam, accountId) => {
    follower.onStart({ accountId, resource });
    return work(iam, accountId);
  };
  for await (const outcome of runInMembers(fleet, { planned, settings, work: followed, signal })) {
    const location = { accountId: outcome.target.account.id, resource };
    if (outcome.status === 'skipped' && outcome.reason === 'not-started')
      follower.endEarly(outcome.detail);
    else if (isCancelled(outcome)) follower.onStopped(location);
    else for (const one of findingsOf(outcome, installation)) follower.onFinding(one, 'member');
  }
}

function isCancelled(outcome: Outcome<unknown>): boolean {
  return outcome.status === 'failed' && outcome.failure.kind === 'cancelled';
}
