/**
 * Attaches and verifies the service control policies of a state, and detaches those of the other states. A policy that
 * would lock this system out of the account is not attached.
 */

import { classify } from '../../aws/failures.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import { callOrganizations } from '../../organization/call-organizations.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type LockOut, lockedOut, lockOutText } from './locked-out.ts';
import { neededIn } from './needed-actions.ts';

interface AccountInState {
  readonly accountId: string;
  readonly state: LifecycleState;
}

/** Makes no call when the settings name no policies. */
export async function attachPolicies(
  lifecycle: Lifecycle,
  item: EntrySettings,
  { accountId, state }: AccountInState,
): Promise<void> {
  const { policies } = item;
  const ours = new Set(Object.values(policies).flat());
  if (ours.size === 0) return;
  const desired = new Set(policies[state] ?? []);
  const { management } = lifecycle;
  const attached = await attachedTo(management, accountId);
  const missing = [...desired].filter((id) => !attached.has(id));
  for (const id of missing) await refuseLockOut(lifecycle, id, { item, accountId, state });
  // Attaches before it detaches: the account always has the policies of one of the two states.
  for (const id of missing) await attach(management, id, accountId);
  for (const id of attached) {
    if (ours.has(id) && !desired.has(id)) await detach(management, id, accountId);
  }
  if (missing.length > 0) await verify(management, accountId, desired);
}

async function attachedTo(management: Fleet, TargetId: string): Promise<Set<string>> {
  const found = new Set<string>();
  let NextToken: string | undefined;
  do {
    const page = await callOrganizations(management, 'ListPoliciesForTarget', {
      TargetId,
      Filter: 'SERVICE_CONTROL_POLICY',
      ...(NextToken && { NextToken }),
    });
    for (const { Id } of page.Policies ?? []) if (Id) found.add(Id);
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

interface AttachedState extends AccountInState {
  readonly item: EntrySettings;
}

async function refuseLockOut(
  { hub, management, settings }: Lifecycle,
  PolicyId: string,
  { item, accountId, state }: AttachedState,
): Promise<void> {
  const { Policy } = await callOrganizations(management, 'DescribePolicy', { PolicyId });
  const needed = neededIn(state, { settings, hub, item, accountId });
  const target = { accountId, partition: hub.partition };
  const lockOut = lockedOut(Policy?.Content ?? '', needed, target);
  if (lockOut)
    throw new WouldLockOut(`policy ${PolicyId} is not attached in state ${state}`, lockOut);
}

async function attach(management: Fleet, PolicyId: string, TargetId: string) {
  const input = { PolicyId, TargetId };
  await callOrganizations(management, 'AttachPolicy', input).catch((error: unknown) => {
    if (classify(error).code !== 'DuplicatePolicyAttachmentException') throw error;
  });
}

async function detach(management: Fleet, PolicyId: string, TargetId: string) {
  const input = { PolicyId, TargetId };
  await callOrganizations(management, 'DetachPolicy', input).catch((error: unknown) => {
    if (classify(error).code !== 'PolicyNotAttachedException') throw error;
  });
}

async function verify(
  management: Fleet,
  accountId: string,
  desired: ReadonlySet<string>,
): Promise<void> {
  const attached = await attachedTo(management, accountId);
  const lacking = [...desired].filter((id) => !attached.has(id));
  if (lacking.length > 0) {
    throw new Error(
      `policy ${lacking.join(', ')} was attached to ${accountId} and is missing afterwards`,
    );
  }
}

/** Not retryable: the policy or the settings must be changed. */
class WouldLockOut extends Error {
  override readonly name = 'SealedOut';

  constructor(consequence: string, lockOut: LockOut) {
    super(`${consequence}, because it would ${lockOutText(lockOut)}`);
  }
}
