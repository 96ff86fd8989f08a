/** Errors in Cost Explorer's words. */

import { AwsError } from '../../../wire/aws-error.ts';

/** Not in the service's model, but what it returns for invalid input. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** For valid input that the simulator does not implement. */
export function unsupported(what: string): AwsError {
  return new AwsError('NotImplemented', `The simulator does not know ${what} of ce yet.`, {
    status: 501,
  });
}
