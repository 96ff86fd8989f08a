/**
 * Events of objects, for buckets that send them to EventBridge.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */

import type { CallContext } from '../../service.ts';
import { publishEvent } from '../events/publish.ts';
import type { Bucket, S3Object } from './bucket.ts';

export interface S3ObjectChange {
  readonly detailType: 'Object Created' | 'Object Deleted';
  /** The operation, `PutObject`. */
  readonly reason: string;
  readonly deletionType?: 'Permanently Deleted' | 'Delete Marker Created';
  readonly object: Pick<S3Object, 'key' | 'versionId'> & Partial<S3Object>;
}

export function publishChange(context: CallContext, bucket: Bucket, change: S3ObjectChange): void {
  const notification = bucket.settings.get('notification') ?? {};
  if (!('EventBridgeConfiguration' in notification)) return;
  const { world, caller, requestId, now } = context;
  publishEvent(world, {
    source: 'aws.s3',
    detailType: change.detailType,
    account: bucket.ownerId,
    region: bucket.region,
    at: now,
    resources: [`arn:${world.partition.name}:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: objectDetail(bucket, change, now),
      'request-id': requestId,
      requester: caller.accountId,
      reason: change.reason,
      ...(change.deletionType !== undefined && { 'deletion-type': change.deletionType }),
    },
  });
}

function objectDetail(bucket: Bucket, { detailType, object }: S3ObjectChange, now: number) {
  const { key, body, etag, versionId } = object;
  const isCreated = detailType === 'Object Created';
  return {
    key,
    ...(isCreated && body && { size: body.byteLength }),
    ...(isCreated && etag !== undefined && { etag: etag.replaceAll('"', '') }),
    ...(bucket.versioning !== undefined && { 'version-id': versionId }),
    sequencer: now.toString(16).toUpperCase().padStart(18, '0'),
  };
}
