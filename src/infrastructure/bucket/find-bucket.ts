/** Checks that the bucket exists, and who owns it: bucket names are global. */

import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { FlotillaError } from '../../model/flotilla-error.ts';

export interface ExpectedBucket {
  readonly name: string;
  readonly region: string;
  /** The account that it must belong to. */
  readonly ownerId: string;
}

/** Throws a `FlotillaError` for a bucket of another owner, and for one in another region. */
export async function bucketExists(
  s3: S3Client,
  { name, region, ownerId }: ExpectedBucket,
): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: ownerId }));
    return true;
  } catch (error) {
    // The response to HEAD has no body, and so no code.
    const status = statusOf(error);
    if (status === 404) return false;
    if (status === 403) throw bucketNotOurs(name, ownerId, error);
    if (status === 301 || status === 400)
      throw bucketInOtherRegion({ name, region, ownerId }, error);
    throw error;
  }
}

export function bucketNotOurs(name: string, ownerId: string, cause: unknown): FlotillaError {
  return new FlotillaError(
    'Conflict',
    `bucket "${name}" belongs to another account, or ${ownerId} may not read it; choose another name`,
    { cause },
  );
}

interface HttpError {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

function statusOf(error: unknown): number | undefined {
  return (error as HttpError).$metadata?.httpStatusCode;
}

function bucketInOtherRegion({ name, region }: ExpectedBucket, cause: unknown): FlotillaError {
  const found = (cause as HttpError).$response?.headers?.['x-amz-bucket-region'];
  const where = found === undefined ? 'another region' : found;
  return new FlotillaError(
    'Conflict',
    `bucket "${name}" is in ${where} and not in ${region}; pass --region ${found ?? '<its region>'}`,
    { cause },
  );
}
