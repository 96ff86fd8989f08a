import type { Bucket, S3Object } from './bucket.ts';

/** Members that GetObject and HeadObject share. */
export function described(bucket: Bucket, object: S3Object, withChecksums: boolean) {
  const { headers, tags, checksums } = object;
  const { ServerSideEncryption, StorageClass, ...others } = headers;
  return {
    AcceptRanges: 'bytes',
    ETag: object.etag,
    LastModified: new Date(object.lastModified),
    ...others,
    ServerSideEncryption: ServerSideEncryption as never,
    // The default class is omitted.
    ...(StorageClass !== undefined &&
      StorageClass !== 'STANDARD' && { StorageClass: StorageClass as never }),
    ...(withChecksums && checksums),
    ...(withChecksums && hasChecksum(checksums) && { ChecksumType: 'FULL_OBJECT' as const }),
    ...(tags.size > 0 && { TagCount: tags.size }),
    ...versionOutput(bucket, object),
  };
}

/** Only buckets that have or had versioning return versions. */
export function versionOutput({ versioning }: Bucket, { versionId }: S3Object) {
  return versioning === undefined ? {} : { VersionId: versionId };
}

function hasChecksum(checksums: S3Object['checksums']): boolean {
  return Object.keys(checksums).length > 0;
}
