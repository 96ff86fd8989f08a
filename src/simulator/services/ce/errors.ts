/** Errors in Cost Explorer's words. */

import { AwsError } from '../../../wire/aws-error.ts';

/** Not in the service's model, but what it returns for invalid input. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
