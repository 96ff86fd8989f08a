/** Runs the steps of a stack operation on the clock of the world. */

import { callerAccount } from '../../../caller-account.ts';
import type { CallContext } from '../../../service.ts';
import { trustsService } from '../../../service-trust.ts';
import type { CallerIdentity } from '../../../world/caller.ts';
import { findRole, iamOf } from '../../iam/state.ts';
import { invalid } from '../errors.ts';
import { providerAccess } from '../providers/call-service.ts';
import type { StackDeployment } from './change-resource.ts';
import type { Stack } from './state.ts';
import type { Steps } from './steps.ts';

/** Everything up to the first wait happens during the call. */
export function runSteps({ world, now }: CallContext, steps: Steps): void {
  const run = (at: number) => {
    let next = steps.next(at);
    while (!next.done && next.value === 0) next = steps.next(at);
    if (!next.done) world.timeline.schedule(at + next.value, run);
  };
  run(now);
}

/** Resources are changed with the permissions of the stack's role, or of the caller. */
export function deploymentOf(context: CallContext, stack: Stack): StackDeployment {
  const { world } = context;
  const caller = stack.roleArn === undefined ? context.caller : roleCaller(context, stack.roleArn);
  return {
    world,
    stack,
    accessAt: (now) => providerAccess({ context: { ...context, caller, now }, isTrusted: false }),
  };
}

/** Throws unless CloudFormation may assume the role. */
export function roleCaller(context: CallContext, roleArn: string): CallerIdentity {
  const { world } = context;
  const account = callerAccount(context);
  const role = findRole(iamOf(world, account), roleArn.slice(roleArn.lastIndexOf('/') + 1));
  const call = { service: 'cloudformation.amazonaws.com', accountId: account.id };
  if (role?.arn !== roleArn || !trustsService(role, call)) {
    throw invalid(`Role ${roleArn} is invalid or cannot be assumed`);
  }
  const session = 'AWSCloudFormation';
  return {
    accountId: account.id,
    kind: 'role',
    arn: `arn:${world.partition.name}:sts::${account.id}:assumed-role/${role.name}/${session}`,
    userId: `${role.id}:${session}`,
    name: role.name,
    accessKeyId: '',
  };
}
