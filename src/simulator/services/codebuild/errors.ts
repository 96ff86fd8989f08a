/** Errors in CodeBuild's words. */

import { AwsError } from '../../../wire/aws-error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

export function noProject(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Project cannot be found: ${arn}`);
}

export function noBuild(id: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Build ${id} cannot be found`);
}

export function tooMany(message: string): AwsError {
  return new AwsError('AccountLimitExceededException', message);
}
