/** Stacks of a set in accounts: deployed by OU, also to accounts that join later. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { invalid } from './errors.ts';
import {
  begin,
  deploy,
  expectIdle,
  type Preferences,
  removeStack,
  targetAbove,
} from './operations.ts';
import { page, type SetInput, type StackSetPageInput, stackSetAt } from './stack-set-access.ts';
import { instanceKey, type StackInstance, type StackSet, stackSetsOf } from './state.ts';

interface InstancesInput extends SetInput {
  readonly Regions: readonly string[];
  readonly Accounts?: readonly string[];
  readonly DeploymentTargets?: { readonly OrganizationalUnitIds?: readonly string[] };
  readonly OperationPreferences?: Preferences;
}

export const instanceHandlers = {
  CreateStackInstances: (input: InstancesInput, context: CallContext) => {
    const set = stackSetAt(input, context);
    expectIdle(set);
    const { world, now } = context;
    for (const id of unitsOf(input, world)) set.targets.add(id);
    for (const region of input.Regions) set.regions.add(region);
    const instances = world.organization.accounts.flatMap((account) =>
      missingInstances(world, set, account),
    );
    for (const one of instances) set.instances.set(instanceKey(one.accountId, one.region), one);
    const id = begin(
      world,
      set,
      {
        action: 'CREATE',
        instances,
        preferences: input.OperationPreferences,
        apply: (instance, at) => deploy(world, set, instance, at),
      },
      now,
    );
    return { OperationId: id };
  },

  DeleteStackInstances: (
    input: InstancesInput & { readonly RetainStacks: boolean },
    context: CallContext,
  ) => {
    const set = stackSetAt(input, context);
    expectIdle(set);
    const { world, now } = context;
    const units = new Set(unitsOf(input, world));
    if (input.RetainStacks) throw invalid('The simulator does not know RetainStacks yet.');
    const instances = [...set.instances.values()].filter(
      ({ region, unitId }) => input.Regions.includes(region) && units.has(unitId),
    );
    for (const id of units) set.targets.delete(id);
    const id = begin(
      world,
      set,
      {
        action: 'DELETE',
        instances,
        preferences: input.OperationPreferences,
        apply: (instance, at) => removeStack(world, set, instance, at),
      },
      now,
    );
    return { OperationId: id };
  },

  DescribeStackInstance: (
    input: SetInput & {
      readonly StackInstanceAccount: string;
      readonly StackInstanceRegion: string;
    },
    context: CallContext,
  ) => {
    const set = stackSetAt(input, context);
    const key = instanceKey(input.StackInstanceAccount, input.StackInstanceRegion);
    const instance = set.instances.get(key);
    if (instance) return { StackInstance: describe(set, instance) };
    const message = `Stack instance ${key} not found`;
    throw new AwsError('StackInstanceNotFoundException', message, { status: 404 });
  },

  ListStackInstances: (
    input: SetInput & StackSetPageInput & { readonly StackInstanceAccount?: string },
    context: CallContext,
  ) => {
    const set = stackSetAt(input, context);
    const { StackInstanceAccount: only } = input;
    const { items, token } = page(context, input, {
      scope: `instances ${set.id} ${only}`,
      items: [...set.instances.values()].filter(
        ({ accountId }) => only === undefined || accountId === only,
      ),
      key: ({ accountId, region }) => instanceKey(accountId, region),
    });
    return { Summaries: items.map((instance) => describe(set, instance)), ...token };
  },
};

/** Handles accounts that join or leave a target while the set deploys automatically. */
export function followAccounts(world: World, set: StackSet): void {
  world.arrivals.add((account) => {
    const isThere = [...stackSetsOf(world).values()].includes(set);
    if (!isThere || !set.autoDeployment) return;
    const now = world.clock.now();
    const unitId = targetAbove(world, set, account.id);
    const left = [...set.instances.values()].filter(
      (instance) => instance.accountId === account.id && unitId === undefined,
    );
    const come = missingInstances(world, set, account);
    for (const one of come) set.instances.set(instanceKey(one.accountId, one.region), one);
    const apply = (instance: StackInstance, at: number) =>
      left.includes(instance)
        ? removeStack(world, set, instance, at)
        : deploy(world, set, instance, at);
    const instances = [...left, ...come];
    if (instances.length === 0) return;
    begin(world, set, { action: 'CREATE', instances, preferences: undefined, apply }, now);
  });
}

/** Stacks that this account should have and that are missing or outdated. */
function missingInstances(
  world: World,
  set: StackSet,
  account: SimulatedAccount,
): readonly StackInstance[] {
  const unitId = targetAbove(world, set, account.id);
  if (unitId === undefined || account.state !== 'ACTIVE') return [];
  return [...set.regions].flatMap((region) => {
    const there = set.instances.get(instanceKey(account.id, region));
    if (there) return there.status === 'CURRENT' ? [] : [there];
    return [newInstance(world, set, { accountId: account.id, region, unitId })];
  });
}

function newInstance(
  { partition, random }: World,
  { name }: StackSet,
  place: Pick<StackInstance, 'accountId' | 'region' | 'unitId'>,
): StackInstance {
  const at = `arn:${partition.name}:cloudformation:${place.region}:${place.accountId}`;
  const stackId = `${at}:stack/StackSet-${name}/${uuid(random)}`;
  return { ...place, stackId, status: 'OUTDATED', detailed: 'PENDING' };
}

function unitsOf(
  { DeploymentTargets, Accounts }: InstancesInput,
  { organization }: World,
): readonly string[] {
  if (Accounts) throw invalid('Accounts parameter is not supported for SERVICE_MANAGED stack sets');
  const units = DeploymentTargets?.OrganizationalUnitIds ?? [];
  if (units.length === 0) throw invalid('OrganizationalUnitIds are required');
  const unknown = units.find((id) => !organization.nodes.has(id));
  if (unknown === undefined) return units;
  throw invalid(`Organizational unit ${unknown} is not in the organization`);
}

function describe(set: StackSet, instance: StackInstance) {
  return {
    StackSetId: set.id,
    Region: instance.region,
    Account: instance.accountId,
    StackId: instance.stackId,
    Status: instance.status,
    StackInstanceStatus: { DetailedStatus: instance.detailed },
    OrganizationalUnitId: instance.unitId,
    ...(instance.reason !== undefined && { StatusReason: instance.reason }),
    ...(instance.lastOperationId !== undefined && { LastOperationId: instance.lastOperationId }),
  };
}
