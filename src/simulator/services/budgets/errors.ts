/** Errors in the words of Budgets. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message);
}

export function duplicate(message: string): AwsError {
  return new AwsError('DuplicateRecordException', message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('CreationLimitExceededException', message);
}
