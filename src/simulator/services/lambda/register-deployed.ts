/** Makes a deployed function known to the services that invoke it. */

import type { World } from '../../world/world.ts';
import { registerFunction } from './callable.ts';
import { reportFailure, reportSuccess } from './destinations.ts';
import { FunctionFailure } from './invocation-record.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { policyTextOf } from './policy-text.ts';
import { runFunction } from './run/run-function.ts';

const maxRetries = 2;
const maxAgeSeconds = 21_600;

export function registerDeployed(world: World, called: LambdaFunction): void {
  registerFunction(world, {
    arn: called.arn,
    invoke: (event, { requestId }) => invokeForResult(world, called, { event, requestId }),
    policy: () => policyTextOf(called),
    maxRetries: () => called.eventInvoke?.maxRetries ?? maxRetries,
    maxAgeMs: () => (called.eventInvoke?.maxAgeSeconds ?? maxAgeSeconds) * 1_000,
    onFailure: (failed) => reportFailure(world, called, failed),
    onSuccess: (succeeded) => reportSuccess(world, called, succeeded),
  });
}

export interface UnattendedCall {
  readonly event: unknown;
  readonly requestId: string;
}

/** Rejects with a `FunctionFailure` when the function fails. */
export async function invokeForResult(
  world: World,
  called: LambdaFunction,
  { event, requestId }: UnattendedCall,
): Promise<unknown> {
  const payload = JSON.stringify(event) ?? 'null';
  const result = await runFunction(world, called, { requestId, payload, isAttended: false });
  if (result.isError) throw new FunctionFailure(JSON.parse(result.payload));
  return JSON.parse(result.payload);
}
