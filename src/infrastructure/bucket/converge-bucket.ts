/** Converges the bucket and its settings. */

import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { classify } from '../../aws/failures.ts';
import type { ConvergeContext, ResourceChange } from '../../converge/change.ts';
import type { DesiredBucket } from '../desired/bucket.ts';
import { bucketExists, bucketNotOurs } from './find-bucket.ts';
import { bucketSettings } from './settings.ts';

/** Buckets in the first region of the partition have no location constraint. */
const regionsWithoutConstraint = new Set(['us-east-1']);

export async function convergeBucket(
  s3: S3Client,
  desired: DesiredBucket,
  converging: ConvergeContext,
): Promise<readonly ResourceChange[]> {
  const resource = `bucket ${desired.name}`;
  if (!(await bucketExists(s3, desired))) {
    if (!converging.dry) {
      await create(s3, desired);
      await convergeSettings(s3, desired, converging);
    }
    return [{ resource, action: 'create', differences: [] }];
  }
  const differences = await convergeSettings(s3, desired, converging);
  return differences.length === 0 ? [] : [{ resource, action: 'update', differences }];
}

async function create(s3: S3Client, { name, region, ownerId }: DesiredBucket): Promise<void> {
  const location = {
    CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
  };
  const input = { Bucket: name, ObjectOwnership: 'BucketOwnerEnforced' as const };
  const constraint = regionsWithoutConstraint.has(region) ? {} : location;
  try {
    await s3.send(new CreateBucketCommand({ ...input, ...constraint }));
  } catch (error) {
    const { code } = classify(error);
    if (code === 'BucketAlreadyExists') throw bucketNotOurs(name, ownerId, error);
    // Another worker has created it meanwhile.
    if (code !== 'BucketAlreadyOwnedByYou') throw error;
  }
}

async function convergeSettings(
  s3: S3Client,
  desired: DesiredBucket,
  { dry, clock }: ConvergeContext,
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const setting of bucketSettings(s3, desired, clock)) {
    const put = await setting.compare();
    if (!put) continue;
    differences.push(setting.what);
    if (!dry) await put();
  }
  return differences;
}
