/** The role that CloudFormation assumes to change the resources of a stack. */

import { callerAccount } from '../../../caller-account.ts';
import type { CallContext } from '../../../service.ts';
import { trustsService } from '../../../service-trust.ts';
import type { CallerIdentity } from '../../../world/caller.ts';
import { findRole, iamOf } from '../../iam/state.ts';
import { invalid } from '../errors.ts';

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
