/** Errors of Organizations, with the reasons that clients switch on. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalidInput(
  reason: string,
  message = 'You specified an invalid value.',
): AwsError {
  return new AwsError('InvalidInputException', message, { members: { Reason: reason } });
}

export function constraint(reason: string, message: string): AwsError {
  return new AwsError('ConstraintViolationException', message, { members: { Reason: reason } });
}

/** `AccountNotFoundException`, `PolicyNotFoundException`, …: each kind of thing has its own. */
export function notFound(kind: string): AwsError {
  return new AwsError(
    `${kind}NotFoundException`,
    notFoundMessages[kind] ?? 'There is no such thing.',
  );
}

const notFoundMessages: Readonly<Record<string, string>> = {
  Account: "You specified an account that doesn't exist.",
  Child:
    "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
  CreateAccountStatus:
    "We can't find a create account request with the CreateAccountRequestId that you specified.",
  DestinationParent:
    "We can't find the destination container (a root or OU) with the ParentId that you specified.",
  Handshake: "We can't find a handshake with the HandshakeId that you specified.",
  OrganizationalUnit: "You specified an organizational unit that doesn't exist.",
  Parent: "You specified a parent that doesn't exist.",
  Policy: "You specified a policy that doesn't exist.",
  Root: "You specified a root that doesn't exist.",
  SourceParent: "We can't find a source root or OU with the ParentId that you specified.",
  Target: "You specified a target that doesn't exist.",
};
