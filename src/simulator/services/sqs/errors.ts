/** Errors in SQS's words. */

import { AwsError } from '../../wire/aws-error.ts';

export function noQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', { status: 400 });
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidAttributeValue', message);
}
