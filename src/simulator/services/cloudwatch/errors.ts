/** Errors in CloudWatch's words. */

import { AwsError } from '../../wire/aws-error.ts';

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message);
}

export function missing(parameter: string): AwsError {
  return new AwsError(
    'MissingRequiredParameterException',
    `The parameter ${parameter} is required.`,
  );
}
