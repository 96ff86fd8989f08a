/** Errors of S3. */

import { AwsError } from '../../../wire/aws-error.ts';

export function noSuchBucket(name: string): AwsError {
  return s3Error('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
}

export function noSuchKey(key: string): AwsError {
  return s3Error('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

export function accessDenied(): AwsError {
  return s3Error('AccessDenied', 'Access Denied', 403);
}

export function invalidArgument(message: string): AwsError {
  return s3Error('InvalidArgument', message, 400);
}

export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return s3Error('PreconditionFailed', message, 412, { Condition: condition });
}

export function notModified(etag: string): AwsError {
  return new AwsError('NotModified', 'Not Modified', { status: 304, headers: { etag } });
}

export function s3Error(
  code: string,
  message: string,
  status: number,
  members: Readonly<Record<string, unknown>> = {},
): AwsError {
  return new AwsError(code, message, { status, members });
}
