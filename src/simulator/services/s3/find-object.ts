/** Finds the object of a request, or throws: it does not exist, or is a delete marker. */

import { authorize } from '../../authorize.ts';
import type { CallContext } from '../../service.ts';
import type { Bucket, S3Object } from './bucket.ts';
import { copySourceOf } from './copy-source.ts';
import { accessDenied, noSuchKey, s3Error } from './errors.ts';
import { current } from './objects.ts';
import { objectNeed } from './required-permissions.ts';
import { findBucket } from './state.ts';

export interface ObjectInput {
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

export function objectOf(context: CallContext, bucket: Bucket, input: ObjectInput): S3Object {
  const { Key, VersionId } = input;
  if (VersionId === undefined) {
    const object = current(bucket, Key);
    if (object) return object;
    // A caller without permission to list does not learn which objects are missing.
    const need = objectNeed(context.world, 's3:ListBucket', bucket.name);
    throw authorize(context, need).allowed ? noSuchKey(Key) : accessDenied();
  }
  const version = bucket.objects.get(Key)?.find(({ versionId }) => versionId === VersionId);
  if (!version) {
    throw s3Error('NoSuchVersion', 'The specified version does not exist.', 404, { Key });
  }
  if (version.isDeleteMarker) {
    const message = 'The specified method is not allowed against this resource.';
    throw s3Error('MethodNotAllowed', message, 405);
  }
  return version;
}

/** What a copy reads. */
export function sourceOf(context: CallContext, copySource: string): S3Object {
  const { bucket: name, key: Key, versionId: VersionId } = copySourceOf(copySource);
  const bucket = findBucket(context.world, name);
  if (!bucket) throw s3Error('NoSuchBucket', 'The specified bucket does not exist', 404);
  return objectOf(context, bucket, { Key, VersionId });
}
