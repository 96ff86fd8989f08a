/** `--deploy-inventory-role stackset`: CloudFormation deploys the role, and this command where stack sets do not reach. */

import { iamIn, type KnownAccess } from '../../../infrastructure/access.ts';
import { convergeInventoryRole } from '../../../infrastructure/account/converge-inventory-role.ts';
import { removeInventoryRole } from '../../../infrastructure/account/remove-inventory-role.ts';
import {
  desiredInventoryRole,
  inventoryResource,
} from '../../../infrastructure/desired/inventory-role.ts';
import {
  findingsIn,
  followEach,
  type InfrastructureFinding,
} from '../../../infrastructure/finding.ts';
import { removeStackSet } from '../../../infrastructure/members/remove-stack-set.ts';
import {
  applyStackSet,
  desiredStackSet,
  inventoryStackSet,
  planStackSet,
  type StackSetAccess,
} from '../../../infrastructure/members/stack-set.ts';
import type { Installation } from '../../../infrastructure/settings.ts';
import type { Clock } from '../../../model/clock.ts';
import { readOrganization } from '../../../organization/call-organizations.ts';
import type { CommandContext } from '../../command-context.ts';
import type { ChangeFollower } from './follow-changes.ts';

export interface StackSetRequest {
  readonly installation: Installation;
  /** Ids of OUs. Default: the root. */
  readonly targets: readonly string[] | undefined;
  /** Undefined: only compares. */
  readonly follower: ChangeFollower | undefined;
}

export async function deployStackSet(
  access: KnownAccess,
  request: StackSetRequest,
  context: CommandContext,
): Promise<readonly InfrastructureFinding[]> {
  const { installation, follower } = request;
  const rootId = await rootOf(access);
  const { targets = [rootId] } = request;
  const desired = desiredStackSet(installation, targets);
  const opened = stackSetAccess(access, request, context);
  const findings = await (follower ? applyStackSet : planStackSet)(opened, desired);
  if (!targets.includes(rootId)) return findings;
  const { managementAccountId: accountId } = access;
  if (!isManagement(access)) {
    if (!follower) context.warn(unreachedText(accountId));
    return findings;
  }
  const role = desiredInventoryRole(installation, accountId);
  const converging = { dry: !follower, clock: access.billing.clock };
  const own = await inManagementAccount(access, request, context, async () =>
    findingsIn(
      accountId,
      await convergeInventoryRole(await iamIn(access, accountId), role, converging),
    ),
  );
  return [...findings, ...own];
}

/** With the role of the management account, which stack sets do not reach. */
export async function removeStackSets(
  access: KnownAccess,
  request: StackSetRequest,
  context: CommandContext,
): Promise<readonly InfrastructureFinding[]> {
  const { installation, follower } = request;
  const dry = !follower;
  const role = inventoryResource(installation);
  const opened = stackSetAccess(access, request, context);
  const removed = await removeStackSet(opened, { role, dry });
  if (!isManagement(access)) return removed;
  const { managementAccountId: accountId } = access;
  const desired = desiredInventoryRole(installation, accountId);
  const own = await inManagementAccount(access, request, context, async () =>
    removeInventoryRole(await iamIn(access, accountId), desired, { accountId, dry }),
  );
  return [...removed, ...own];
}

function stackSetAccess(
  access: KnownAccess,
  { installation: { settings, facts }, follower }: StackSetRequest,
  context: CommandContext,
): StackSetAccess {
  const { billing } = access;
  return {
    name: inventoryStackSet,
    alternative: ', or use --deploy-inventory-role fan-out',
    cloudformation: billing.generic('cloudformation', settings.region),
    accountId: facts.billingAccountId,
    callAs: isManagement(access) ? 'SELF' : 'DELEGATED_ADMIN',
    region: settings.region,
    clock: billing.clock,
    signal: context.signal,
    onProgress: progressNotes(context, billing.clock),
    ...(follower && {
      onOperationStart: follower.onOperationStart,
      onOperationEnd: follower.onOperationEnd,
      onFinding: (finding) => follower.onFinding(finding, 'member'),
    }),
  };
}

/** A line a minute: operations in a thousand accounts take an hour. */
function progressNotes({ note }: CommandContext, clock: Clock) {
  let printedAt = clock.now();
  return ({ status, failed }: { readonly status: string; readonly failed: number }) => {
    if (clock.now() - printedAt < 60_000) return;
    printedAt = clock.now();
    note(`stack set: ${status.toLowerCase()}, ${failed} failed so far`);
  };
}

async function rootOf({ billing }: KnownAccess): Promise<string> {
  const { Roots } = await readOrganization(billing, 'ListRoots', {});
  return Roots?.[0]?.Id ?? '';
}

function isManagement({ facts, managementAccountId }: KnownAccess): boolean {
  return facts.billingAccountId === managementAccountId;
}

function unreachedText(accountId: string): string {
  return `stack sets do not reach the management account ${accountId}; deploy the role there with --deploy-inventory-role fan-out --targets ${accountId}`;
}

function inManagementAccount(
  { managementAccountId: accountId }: KnownAccess,
  { installation, follower }: StackSetRequest,
  { signal }: CommandContext,
  work: () => Promise<readonly InfrastructureFinding[]>,
): Promise<readonly InfrastructureFinding[]> {
  const location = { accountId, resource: inventoryResource(installation) };
  return followEach(
    [location],
    {
      signal,
      onStart: follower?.onStart,
      onFinding: follower && ((finding) => follower.onFinding(finding, 'member')),
    },
    work,
  );
}
