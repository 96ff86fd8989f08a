/** The caller's EC2 in the region of the call. */

import type { CallContext } from '../../service.ts';
import type { Ec2State } from './resources.ts';
import { ec2Of } from './state.ts';

export function callerEc2(context: CallContext): Ec2State {
  return ec2Of.ofCall(context);
}

/** `arn:aws:ec2:eu-west-1:111122223333:instance/i-…`. */
export function ec2Arn(
  { world, caller, region }: Pick<CallContext, 'world' | 'caller' | 'region'>,
  kind: string,
  id: string,
): string {
  return `arn:${world.partition.name}:ec2:${region}:${caller.accountId}:${kind}/${id}`;
}
