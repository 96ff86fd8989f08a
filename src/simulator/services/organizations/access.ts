/**
 * Access to Organizations: full for the management account, read for delegated administrators, nearly none for
 * members.
 */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';

const refusal = "You don't have permissions to access this resource.";

export function requireManagement({ world, caller }: CallContext): void {
  if (caller.accountId !== world.organization.managementAccountId) {
    throw new AwsError('AccessDeniedException', refusal);
  }
}

export function requireReader(context: CallContext): void {
  const { world, caller } = context;
  if (world.organization.delegatedAdministrators.has(caller.accountId)) return;
  requireManagement(context);
}
