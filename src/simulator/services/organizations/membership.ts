/**
 * Creating, leaving and deleting an organization. Every account of the simulation is in the one organization, and none
 * has what AWS requires of an account that stands alone, because they were created in it.
 */

import type { Organizations } from '@aws-sdk/client-organizations';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { requireManagement } from './access.ts';
import { constraint } from './errors.ts';
import { accountOf } from './find.ts';

export const membershipHandlers: Handlers<Organizations> = {
  CreateOrganization: () => {
    const message = 'The AWS account is already a member of an organization.';
    throw new AwsError('AlreadyInOrganizationException', message);
  },

  DeleteOrganization: (_, context) => {
    requireManagement(context);
    const message =
      'To delete the organization, you must first remove all member accounts except the master account.';
    throw new AwsError('OrganizationNotEmptyException', message);
  },

  EnableAllFeatures: (_, context) => {
    requireManagement(context);
    const message = 'The organization already has all features enabled.';
    throw new AwsError('HandshakeConstraintViolationException', message, {
      members: { Reason: 'ORGANIZATION_ALREADY_HAS_ALL_FEATURES' },
    });
  },

  RemoveAccountFromOrganization: ({ AccountId }, context) => {
    requireManagement(context);
    throw refusedLeave(context, accountOf(context.world, AccountId));
  },

  LeaveOrganization: (_, context) => {
    throw refusedLeave(context, accountOf(context.world, context.caller.accountId));
  },
};

const waitMs = 4 * 86_400_000;

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_RemoveAccountFromOrganization.html */
function refusedLeave({ world, now }: CallContext, account: SimulatedAccount): AwsError {
  const { organization } = world;
  if (account.id === organization.managementAccountId) {
    const message =
      "You can't remove a management account from an organization. If you want the management account to become a member account in another organization, you must first delete the current organization of the management account.";
    return new AwsError('MasterCannotLeaveOrganizationException', message);
  }
  if (organization.delegatedAdministrators.has(account.id)) {
    const message =
      'You attempted to remove an account from the organization that is a delegated administrator. Deregister it first.';
    return constraint('CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG', message);
  }
  if (now - account.joinedAt < waitMs) {
    const message = 'Wait at least four days after the account was created.';
    return constraint('WAIT_PERIOD_ACTIVE', message);
  }
  const message =
    'To complete this operation with this member account, you first must associate a valid payment instrument, such as a credit card, with the account.';
  return constraint('MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED', message);
}
