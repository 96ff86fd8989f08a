/** The stack of a set in one account: deployed and deleted at once, through a service-linked role. */

import type { CallContext } from '../../service.ts';
import type { CallerIdentity } from '../../world/caller.ts';
import type { World } from '../../world/world.ts';
import { providerAccess } from './providers/call-service.ts';
import { deleteStack, deployStack } from './stacks/deploy-stack.ts';
import type { StackDeployment } from './stacks/stack-deployment.ts';
import { definitionWith } from './stacks/stack-input.ts';
import { emptyStack, isDeleted, type Stack, stacksOf } from './stacks/state.ts';
import type { Steps } from './stacks/steps.ts';
import type { StackInstance, StackSet } from './state.ts';

/** Throws the reason when the stack could not be deployed; its previous state remains. */
export function deployInstance(
  world: World,
  set: StackSet,
  instance: StackInstance,
  now: number,
): void {
  const context = contextIn(world, instance, now);
  const stacks = stacksIn(world, instance);
  const known = stacks.get(instance.stackId);
  const stack = known ?? newStack(instance, now);
  const tags = [...set.tags].map(([Key, Value]) => ({ Key, Value }));
  const definition = definitionWith(context, { text: set.text, inputs: [], tags }, stack);
  if (!known) {
    stack.definition = definition;
    stack.capabilities = set.capabilities;
    stacks.set(stack.id, stack);
  }
  const start = stack.events.length;
  drain(deployStack(deploymentOf(context, stack), definition, known ? 'UPDATE' : 'CREATE'), now);
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(stack.status)) return;
  const failed = stack.events.slice(start).find(({ status }) => status.endsWith('_FAILED'));
  // AWS deletes a stack that could not be created before it tries again.
  if (!known) stacks.delete(stack.id);
  throw new Error(
    failed
      ? `ResourceLogicalId:${failed.logicalId}, ResourceType:${failed.type}, ResourceStatusReason:${failed.reason}`
      : stack.reason,
  );
}

/** Throws the reason when a resource could not be deleted. */
export function deleteInstance(world: World, instance: StackInstance, now: number): void {
  const stack = stacksIn(world, instance).get(instance.stackId);
  if (!stack || isDeleted(stack)) return;
  drain(deleteStack(deploymentOf(contextIn(world, instance, now), stack)), now);
  if (!isDeleted(stack)) throw new Error(stack.reason);
}

function drain(steps: Steps, now: number): void {
  for (let next = steps.next(now); !next.done; ) next = steps.next(now);
}

function deploymentOf(context: CallContext, stack: Stack): StackDeployment {
  const access = providerAccess({ context, isTrusted: true });
  return { world: context.world, stack, accessAt: () => access, steppedProvider: () => undefined };
}

function stacksIn(world: World, { accountId, region }: StackInstance): Map<string, Stack> {
  const account = world.accounts.get(accountId);
  if (!account) throw new Error('Account not found');
  return stacksOf(world, account, region);
}

function newStack({ stackId, accountId, region }: StackInstance, now: number): Stack {
  const [, name = ''] = stackId.split('/');
  return emptyStack({ name, id: stackId, accountId, region, createdAt: now });
}

const roleName = 'AWSServiceRoleForCloudFormationStackSetsOrgMember';

function contextIn(world: World, { accountId, region, stackId }: StackInstance, now: number) {
  const caller: CallerIdentity = {
    accountId,
    kind: 'role',
    arn: `arn:${world.partition.name}:sts::${accountId}:assumed-role/${roleName}/stacksets`,
    userId: `${roleName}:stacksets`,
    name: roleName,
    accessKeyId: '',
  };
  const host = `cloudformation.${region}.${world.partition.dnsSuffix}`;
  return { world, caller, region, host, requestId: stackId, now };
}
