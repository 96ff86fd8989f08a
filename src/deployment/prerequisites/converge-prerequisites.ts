/** Compares the stacks outside of the automation account, or deploys them, with credentials of the management account. */

import type { Fleet } from '../../aws/open-fleet.ts';
import {
  type FindingLocation,
  type FollowOptions,
  followEach,
  type InfrastructureFinding,
} from '../../infrastructure/finding.ts';
import {
  applyStackSet,
  planStackSet,
  type StackSetAccess,
  stackSetResource,
} from '../../infrastructure/members/stack-set.ts';
import type { Clock } from '../../model/clock.ts';
import { readOrganization } from '../../organization/call-organizations.ts';
import { type DesiredStack, deployStack, planStack, stackResource } from './converge-stack.ts';
import { managementAccountId, type PrerequisiteFacts } from './prerequisite-facts.ts';
import type { PrerequisiteStack } from './prerequisite-stacks.ts';

export interface PrerequisiteAccess {
  /** With credentials of the management account. */
  readonly fleet: Fleet;
  readonly facts: PrerequisiteFacts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ids of OUs that stack sets are deployed to. Default: the root. */
  readonly targets?: readonly string[] | undefined;
}

/** Follows a deployment: operations of stack sets are continued by CloudFormation after an interruption. */
export interface PrerequisiteFollower extends Pick<FollowOptions, 'onStart' | 'onFinding'> {
  readonly onOperationStart?: (operationId: string) => void;
  readonly onOperationEnd?: (operationId: string) => void;
}

/** Of every stack and stack set. */
const prerequisiteTags = { origin: 'flotilla' } as const;

export function locationOf(
  { facts }: Pick<PrerequisiteAccess, 'facts'>,
  stack: PrerequisiteStack,
): FindingLocation {
  const resource = stack.kind === 'stack' ? stackResource(stack) : stackSetResource(stack);
  return { accountId: managementAccountId(facts), resource };
}

/** What would be created and updated. A stack that cannot be updated is a failed finding. */
export function planPrerequisites(
  access: PrerequisiteAccess,
  stacks: readonly PrerequisiteStack[],
): Promise<readonly InfrastructureFinding[]> {
  return followStacks(access, stacks, {}, async (stack) => {
    if (stack.kind === 'stack-set') {
      return planStackSet(stackSetAccess(access, stack), await desiredSet(access, stack));
    }
    const change = await planStack(stackAccess(access, stack), desiredStack(stack));
    return change ? [{ ...locationOf(access, stack), ...change }] : [];
  });
}

/** Deploys what differs, one stack after the other. One that fails does not keep the others from being deployed. */
export function applyPrerequisites(
  access: PrerequisiteAccess,
  stacks: readonly PrerequisiteStack[],
  follower: PrerequisiteFollower = {},
): Promise<readonly InfrastructureFinding[]> {
  return followStacks(access, stacks, follower, async (stack) => {
    if (stack.kind === 'stack-set') {
      const opened = { ...stackSetAccess(access, stack), ...follower };
      return applyStackSet(opened, await desiredSet(access, stack));
    }
    const opened = stackAccess(access, stack);
    const desired = desiredStack(stack);
    const change = await planStack(opened, desired);
    if (!change) return [];
    await deployStack(opened, desired, change);
    return [{ ...locationOf(access, stack), ...change }];
  });
}

/** A stack set reports its findings itself, as they come. */
async function followStacks(
  access: PrerequisiteAccess,
  stacks: readonly PrerequisiteStack[],
  { onStart, onFinding }: PrerequisiteFollower,
  work: (stack: PrerequisiteStack) => Promise<readonly InfrastructureFinding[]>,
): Promise<readonly InfrastructureFinding[]> {
  const findings: InfrastructureFinding[] = [];
  for (const stack of stacks) {
    const location = locationOf(access, stack);
    const found = await followEach(
      [location],
      { signal: access.signal, onStart, ...(stack.kind === 'stack' && { onFinding }) },
      () => work(stack),
    );
    if (stack.kind === 'stack-set')
      found.filter(isUnreported(location)).forEach(reportTo(onFinding));
    findings.push(...found);
  }
  return findings;
}

/** A stack set that could not be read or changed at all. */
function isUnreported({ resource }: FindingLocation) {
  return (finding: InfrastructureFinding) =>
    finding.resource === resource && finding.action === 'failed';
}

function reportTo(onFinding: PrerequisiteFollower['onFinding']) {
  return (finding: InfrastructureFinding) => onFinding?.(finding);
}

function desiredStack({ name, region, template }: PrerequisiteStack): DesiredStack {
  return { name, region, template, tags: prerequisiteTags };
}

function stackAccess(
  { fleet, clock, signal }: PrerequisiteAccess,
  { region }: Pick<PrerequisiteStack, 'region'>,
) {
  return { cloudformation: fleet.generic('cloudformation', region), clock, signal };
}

function stackSetAccess(
  access: PrerequisiteAccess,
  { name, region }: PrerequisiteStack,
): StackSetAccess {
  return {
    ...stackAccess(access, { region }),
    name,
    region,
    accountId: managementAccountId(access.facts),
    callAs: 'SELF',
    onProgress: () => {},
  };
}

async function desiredSet(
  { fleet, facts, targets }: PrerequisiteAccess,
  { description, template }: PrerequisiteStack,
) {
  const role = `role ${facts.settings.automation.roleNameToManageCodebuild}`;
  return {
    description,
    template,
    role,
    tags: prerequisiteTags,
    targets: targets ?? [await rootOf(fleet)],
  };
}

async function rootOf(fleet: Fleet): Promise<string> {
  const { Roots } = await readOrganization(fleet, 'ListRoots', {});
  return Roots?.[0]?.Id ?? '';
}
