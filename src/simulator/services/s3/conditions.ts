/** Conditional requests: put only if, get only if. */

import type { S3Object } from './bucket.ts';
import { noSuchKey, notModified, preconditionFailed, s3Error } from './errors.ts';

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

export interface PutConditions {
  readonly Key: string;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** The entity tags win over the dates, as RFC 9110 specifies. */
export function checkRead(object: S3Object, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modifiedAt = Math.floor(object.lastModified / 1000) * 1000;
  if (IfMatch !== undefined) {
    if (!names(IfMatch, object.etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince && modifiedAt > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (names(IfNoneMatch, object.etag)) throw notModified(object.etag);
  } else if (IfModifiedSince && modifiedAt <= IfModifiedSince.getTime()) {
    throw notModified(object.etag);
  }
}

export function checkPut(known: S3Object | undefined, conditions: PutConditions): void {
  const { Key, IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') {
    const message = 'A header you provided implies functionality that is not implemented';
    throw s3Error('NotImplemented', message, 501, { Header: 'If-None-Match' });
  }
  if (IfNoneMatch === '*' && known) throw preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (!known) throw noSuchKey(Key);
  if (!names(IfMatch, known.etag)) throw preconditionFailed('If-Match');
}

export interface DeleteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfMatchLastModifiedTime?: Date | undefined;
  readonly IfMatchSize?: number | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
export function checkDelete(known: S3Object | undefined, conditions: DeleteConditions): void {
  const { IfMatch, IfMatchLastModifiedTime, IfMatchSize } = conditions;
  if (IfMatchLastModifiedTime !== undefined || IfMatchSize !== undefined) {
    // Only directory buckets have these two.
    const message = 'A header you provided implies functionality that is not implemented';
    throw s3Error('NotImplemented', message, 501);
  }
  if (IfMatch === undefined) return;
  if (!known || !names(IfMatch, known.etag)) throw preconditionFailed('If-Match');
}

/** Clients send entity tags with and without quotes. */
function names(condition: string, etag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '').replaceAll('"', '');
  return condition === '*' || condition.split(',').some((one) => bare(one) === bare(etag));
}
