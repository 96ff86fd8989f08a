/** Errors in CloudWatch's words. */

import { AwsError } from '../../../wire/aws-error.ts';

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

export function validation(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFound', message, { status: 404 });
}
