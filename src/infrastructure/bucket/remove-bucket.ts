/** Deletes the bucket when it is ours and empty: inventories are never deleted along with it. */

import {
  DeleteBucketCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ConvergeContext } from '../../converge/change.ts';
import { carries } from '../../converge/tags.ts';
import { type InfrastructureFinding, notOurs } from '../finding.ts';
import { originTags } from '../settings.ts';
import { bucketExists, type ExpectedBucket } from './find-bucket.ts';
import { unlessAbsent } from './settings.ts';

/** Above this number the exact count does not matter. */
const maxCounted = 10_000;

export async function removeBucket(
  s3: S3Client,
  place: ExpectedBucket,
  { dry }: Pick<ConvergeContext, 'dry'>,
): Promise<readonly InfrastructureFinding[]> {
  const { name, ownerId } = place;
  if (!(await bucketExists(s3, place))) return [];
  const own = { Bucket: name, ExpectedBucketOwner: ownerId };
  const finding = { accountId: ownerId, resource: `bucket ${name}` };
  const tags = await unlessAbsent(s3.send(new GetBucketTaggingCommand(own)));
  if (!carries({ Tags: (tags?.TagSet ?? []) as [] }, originTags)) {
    return [{ ...finding, action: 'keep', differences: [notOurs] }];
  }
  const number = await countVersions(s3, own);
  if (number > 0) return [{ ...finding, action: 'keep', differences: [objectCountText(number)] }];
  if (!dry) await s3.send(new DeleteBucketCommand(own));
  return [{ ...finding, action: 'delete', differences: [] }];
}

/** Noncurrent versions and delete markers also prevent the deletion of a bucket. */
async function countVersions(
  s3: S3Client,
  own: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
): Promise<number> {
  let number = 0;
  let from = {};
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ ...own, ...from }));
    number += (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0);
    if (!page.IsTruncated || number > maxCounted) return number;
    from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

function objectCountText(number: number): string {
  if (number > maxCounted) return `more than ${maxCounted} objects are in it`;
  return number === 1 ? '1 object is in it' : `${number} objects are in it, versions counted`;
}
