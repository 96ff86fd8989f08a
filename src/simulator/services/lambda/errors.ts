/** Lambda's errors. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, {
    status: 400,
    members: { Type: 'User' },
  });
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, {
    status: 404,
    members: { Type: 'User' },
  });
}

export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, {
    status: 409,
    members: { Type: 'User' },
  });
}

export function notKnown(what: string): AwsError {
  return invalidValue(`The simulator does not know ${what} yet.`);
}
