/**
 * The bucket of reports: versioned, without public access, over TLS only. It is created when it is missing, and an
 * existing one is kept as it is: users may have set it up for consumers of their own.
 */

import { classify } from '../../aws/failures.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { originTag } from '../baseline/baseline-names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { reportsBucket } from './names.ts';
import { reportsBucketStatements } from './reports-bucket-policy.ts';

type BucketAccess = Pick<Lifecycle, 'settings' | 'hub' | 'inHub'>;

/** Undefined: the bucket is there. */
export async function compareReportsBucket(
  lifecycle: BucketAccess,
): Promise<ResourceChange | undefined> {
  const Bucket = reportsBucket(lifecycle);
  try {
    await lifecycle
      .inHub('s3')
      .call('HeadBucket', { Bucket, ExpectedBucketOwner: lifecycle.hub.accountId });
    return undefined;
  } catch (error) {
    if (classify(error).kind !== 'not-found') throw error;
    return { resource: `bucket ${Bucket}`, action: 'create', differences: [] };
  }
}

export async function createReportsBucket(lifecycle: BucketAccess): Promise<void> {
  const { hub } = lifecycle;
  const s3 = lifecycle.inHub('s3');
  const Bucket = reportsBucket(lifecycle);
  await s3.call('CreateBucket', { Bucket, ...locationOf(hub.region) });
  await s3.call('PutPublicAccessBlock', {
    Bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
  const Policy = { Version: '2012-10-17', Statement: reportsBucketStatements(lifecycle) };
  await s3.call('PutBucketPolicy', { Bucket, Policy: JSON.stringify(Policy) });
  await s3.call('PutBucketVersioning', {
    Bucket,
    VersioningConfiguration: { Status: 'Enabled' },
  });
  const TagSet = [{ Key: originTag.key, Value: originTag.value }];
  await s3.call('PutBucketTagging', { Bucket, Tagging: { TagSet } });
}

/** The first region has no name as a location: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
function locationOf(region: string): object {
  return region === 'us-east-1'
    ? {}
    : { CreateBucketConfiguration: { LocationConstraint: region } };
}
