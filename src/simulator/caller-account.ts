/** The account of a call: callers act in their own account. */

import { AwsError } from '../wire/aws-error.ts';
import type { CallContext } from './service.ts';
import type { SimulatedAccount } from './world/account.ts';

export function callerAccount({
  world,
  caller,
}: Pick<CallContext, 'world' | 'caller'>): SimulatedAccount {
  const account = world.accounts.get(caller.accountId);
  // An anonymous caller has none.
  if (!account) throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
  return account;
}
