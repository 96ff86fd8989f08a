/** Errors in the words of Systems Manager. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** AWS's message contains no more than this. */
export function notFound(): AwsError {
  return new AwsError('ParameterNotFound', '');
}

export function constraint(member: string, value: unknown, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
