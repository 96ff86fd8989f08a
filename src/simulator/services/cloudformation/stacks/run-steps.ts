/** Runs the steps of a stack operation on the clock of the world. */

import type { CallContext } from '../../../service.ts';
import { providerAccess } from '../providers/call-service.ts';
import { roleCaller } from './role-caller.ts';
import type { StackDeployment } from './stack-deployment.ts';
import type { Stack } from './state.ts';
import { steppedProvider } from './stepped/provider-table.ts';
import type { Steps } from './steps.ts';

/** Everything up to the first wait happens during the call. */
export function runSteps({ world, now }: CallContext, steps: Steps): void {
  const run = (at: number) => {
    let next = steps.next(at);
    while (!next.done && next.value === 0) next = steps.next(at);
    if (!next.done) world.timeline.schedule(at + next.value, 'a step of a stack', run);
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
    steppedProvider,
    accessAt: (now) => providerAccess({ context: { ...context, caller, now }, isTrusted: false }),
  };
}
