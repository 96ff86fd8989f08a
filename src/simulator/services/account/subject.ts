/** The account of an Account Management call: the caller's, or a member's that the caller manages. */

import { isAccountId } from '../../../model/account.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';

const refusal = 'User is not authorized to access this resource.';

/**
 * Member accounts must not name an account. The management account and delegated administrators may name a member,
 * where the organization trusts the service; the management account must not name itself.
 */
export function subjectOf(context: CallContext, id: string | undefined): SimulatedAccount {
  const { world, caller } = context;
  const account = world.accounts.get(id ?? caller.accountId);
  if (id !== undefined) checkMember(context, id);
  if (!account) throw accessDenied();
  return account;
}

/** ARN as policies name it: a member's is below the organization. */
export function subjectArn({ world, caller }: CallContext, id: unknown): string {
  const base = `arn:${world.partition.name}:account::${caller.accountId}:account`;
  return typeof id === 'string' ? `${base}/${world.organization.id}/${id}` : base;
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function accessDenied(): AwsError {
  return new AwsError('AccessDeniedException', refusal, { status: 403 });
}

function checkMember({ world, caller }: CallContext, id: string): void {
  if (!isAccountId(id)) throw invalid('Account id must have twelve digits.');
  const { organization } = world;
  const { managementAccountId, delegatedAdministrators, trustedServices } = organization;
  const manages =
    caller.accountId === managementAccountId ||
    delegatedAdministrators.get(caller.accountId)?.has('account.amazonaws.com');
  if (!manages || !trustedServices.has('account.amazonaws.com')) throw accessDenied();
  if (id === managementAccountId) throw accessDenied();
}
