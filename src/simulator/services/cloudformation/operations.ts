/** Operations of a stack set: one at a time, account by account, finished after a while. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { ancestry } from '../../world/organization.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { deleteInstance, deployInstance } from './stack-of-set.ts';
import { page, type SetInput, type StackSetPageInput, stackSetAt } from './stack-set-access.ts';
import {
  instanceKey,
  type Operation,
  type StackInstance,
  type StackOperationResult,
  type StackSet,
} from './state.ts';

/** Duration of an operation: a fixed part, and some time for each stack. */
const startupMs = 15_000;
const perStackMs = 2_000;

interface OperationInput extends SetInput {
  readonly OperationId: string;
}

export const operationHandlers = {
  DescribeStackSetOperation: (input: OperationInput, context: CallContext) => {
    const set = stackSetAt(input, context);
    const operation = operationOf(set, input.OperationId);
    return {
      StackSetOperation: {
        ...summaryOf(operation),
        StackSetId: set.id,
        StatusDetails: { FailedStackInstancesCount: operation.failedCount },
      },
    };
  },

  ListStackSetOperations: (input: SetInput & StackSetPageInput, context: CallContext) => {
    const set = stackSetAt(input, context);
    const { items, token } = page(context, input, {
      scope: `operations ${set.id}`,
      items: set.operations.toReversed(),
      key: ({ id }) => id,
    });
    return { Summaries: items.map(summaryOf), ...token };
  },

  ListStackSetOperationResults: (
    input: OperationInput & StackSetPageInput,
    context: CallContext,
  ) => {
    const set = stackSetAt(input, context);
    const { items, token } = page(context, input, {
      scope: `results ${input.OperationId}`,
      items: operationOf(set, input.OperationId).results,
      key: ({ accountId, region }) => instanceKey(accountId, region),
    });
    return { Summaries: items.map(toResult), ...token };
  },
};

function operationOf({ operations }: StackSet, id: string): Operation {
  const found = operations.find((operation) => operation.id === id);
  if (found) return found;
  const message = `Operation ${id} not found`;
  throw new AwsError('OperationNotFoundException', message, { status: 404 });
}

function summaryOf({ id, action, status, createdAt, endedAt }: Operation) {
  return {
    OperationId: id,
    Action: action,
    Status: status,
    CreationTimestamp: new Date(createdAt),
    ...(endedAt !== undefined && { EndTimestamp: new Date(endedAt) }),
  };
}

function toResult({ accountId, region, unitId, status, reason }: StackOperationResult) {
  return {
    Account: accountId,
    Region: region,
    Status: status,
    OrganizationalUnitId: unitId,
    ...(reason !== undefined && { StatusReason: reason }),
  };
}

export function expectIdle({ operations, name }: StackSet): void {
  if (!operations.some(({ status }) => status === 'RUNNING')) return;
  const message = `Another Operation on StackSet ${name} is in progress`;
  throw new AwsError('OperationInProgressException', message, { status: 409 });
}

export interface Preferences {
  readonly FailureToleranceCount?: number;
  readonly FailureTolerancePercentage?: number;
}

export interface NewOperation {
  readonly action: Operation['action'];
  readonly instances: readonly StackInstance[];
  readonly preferences: Preferences | undefined;
  /** Applied to one stack; throws the reason of a failure. */
  readonly apply: (instance: StackInstance, now: number) => void;
}

/** Starts an operation and returns its id. The changes are made when its time has passed. */
export function begin(world: World, set: StackSet, options: NewOperation, now: number): string {
  const { action, instances } = options;
  const operation: Operation = {
    id: uuid(world.random),
    action,
    createdAt: now,
    status: 'RUNNING',
    failedCount: 0,
    results: [],
  };
  set.operations.push(operation);
  world.timeline.schedule(
    now + startupMs + perStackMs * instances.length,
    'an operation of a stack set',
    (at) => carryOut(operation, options, at),
  );
  return operation.id;
}

function carryOut(
  operation: Operation,
  { instances, preferences, apply }: NewOperation,
  now: number,
) {
  const tolerated = toleratedOf(preferences, instances.length);
  for (const instance of instances) {
    const { accountId, region, unitId } = instance;
    const place = { accountId, region, unitId };
    instance.lastOperationId = operation.id;
    if (operation.failedCount > tolerated) {
      operation.results.push({
        ...place,
        status: 'CANCELLED',
        reason: 'Cancelled since failure tolerance has exceeded',
      });
      Object.assign(instance, { status: 'OUTDATED', detailed: 'CANCELLED' });
      continue;
    }
    try {
      apply(instance, now);
      operation.results.push({ ...place, status: 'SUCCEEDED' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      operation.failedCount++;
      operation.results.push({ ...place, status: 'FAILED', reason });
      Object.assign(instance, { status: 'OUTDATED', detailed: 'FAILED', reason });
    }
  }
  operation.status = operation.failedCount > tolerated ? 'FAILED' : 'SUCCEEDED';
  operation.endedAt = now;
}

function toleratedOf(preferences: Preferences | undefined, total: number): number {
  const { FailureToleranceCount, FailureTolerancePercentage = 0 } = preferences ?? {};
  return FailureToleranceCount ?? Math.floor((total * FailureTolerancePercentage) / 100);
}

/** The stack in one account, as the set's template currently defines it. */
export function deploy(world: World, set: StackSet, instance: StackInstance, now: number): void {
  if (world.accounts.get(instance.accountId)?.state !== 'ACTIVE') {
    throw new Error('Account is not active');
  }
  deployInstance(world, set, instance, now);
  Object.assign(instance, { status: 'CURRENT', detailed: 'SUCCEEDED' });
  delete instance.reason;
}

export function removeStack(
  world: World,
  set: StackSet,
  instance: StackInstance,
  now: number,
): void {
  if (!set.retainStacks) deleteInstance(world, instance, now);
  set.instances.delete(instanceKey(instance.accountId, instance.region));
}

/** The highest target above the account, if any; never for the management account. */
export function targetAbove(
  { organization, accounts }: World,
  { targets }: Pick<StackSet, 'targets'>,
  accountId: string,
): string | undefined {
  const account = accounts.get(accountId);
  if (!account || accountId === organization.managementAccountId) return undefined;
  return ancestry(organization, account.parentId).find(({ id }) => targets.has(id))?.id;
}
