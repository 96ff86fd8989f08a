/** How much one request may contain. The limits are above those of AWS, so that only a broken client meets them. */

import { AwsError } from './aws-error.ts';

const mebibyte = 1024 * 1024;

/** A body as it is received. Larger objects of S3 need a multipart upload: rclone sends up to 200 MiB at once. */
export const maxBodyBytes = 256 * mebibyte;

/** A body that is parsed as a whole, and one after decompression. Lambda's code of 50 MB is 67 MiB in base64. */
export const maxDocumentBytes = 72 * mebibyte;

/** CompleteMultipartUpload with 10,000 parts and all checksums is about 3 MiB. */
export const maxXmlBytes = 8 * mebibyte;

/** An e-mail of 10 MB in base64, percent-encoded. */
export const maxFormBytes = 20 * mebibyte;

export const maxParameters = 20_000;

/** Of the name of one parameter, `Filter.1.Value.1`. */
export const maxNameLength = 1_024;

/** Nested arrays and objects of a JSON document; DynamoDB's own limit is 32. */
export const maxDepth = 128;

export function tooLarge(what: string, limit: number): AwsError {
  const message = `${what} is larger than ${limit / mebibyte} MiB`;
  return new AwsError('RequestEntityTooLarge', message, { status: 413 });
}
