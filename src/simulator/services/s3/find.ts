/** Finds the bucket of a request, or throws: it does not exist, is in another region, or belongs to another account. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import type { Bucket } from './bucket.ts';
import { accessDenied, noSuchBucket } from './errors.ts';
import { findBucket } from './state.ts';

interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

export function bucketOf(context: CallContext, input: BucketInput): Bucket {
  const bucket = bucketAnywhere(context, input);
  if (bucket.region !== context.region) throw elsewhere(context, bucket);
  return bucket;
}

/** For GetBucketLocation, which works from every region so that clients can find the right one. */
export function bucketAnywhere({ world }: CallContext, input: BucketInput): Bucket {
  const bucket = findBucket(world, input.Bucket);
  if (!bucket) throw noSuchBucket(input.Bucket);
  const expected = input.ExpectedBucketOwner;
  if (expected !== undefined && expected !== bucket.ownerId) throw accessDenied();
  return bucket;
}

/** The global endpoint detects the wrong region in the signature, the regional ones redirect the client. */
function elsewhere({ world, region, host }: CallContext, bucket: Bucket): AwsError {
  const headers = { 'x-amz-bucket-region': bucket.region };
  if (/(^|\.)s3\.amazonaws\.com$/.test(host)) {
    const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`;
    const members = { Region: bucket.region };
    return new AwsError('AuthorizationHeaderMalformed', message, { status: 400, headers, members });
  }
  const endpoint = `${bucket.name}.s3.${bucket.region}.${world.partition.dnsSuffix}`;
  return new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { status: 301, headers, members: { Endpoint: endpoint, Bucket: bucket.name } },
  );
}
