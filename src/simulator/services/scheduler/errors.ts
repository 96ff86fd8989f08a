/** Errors in the scheduler's words. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 409 });
}
