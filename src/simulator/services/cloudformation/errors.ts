/** Errors as CloudFormation words them. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
