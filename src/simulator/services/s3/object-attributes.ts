/** What a client asks to know about an object. */

import type { S3 } from '@aws-sdk/client-s3';
import type { Handlers } from '../../service.ts';
import type { S3Object } from './bucket.ts';
import { bucketOf } from './find.ts';
import { objectOf } from './find-object.ts';
import { versionOutput } from './object-output.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const attributeHandlers: Handlers<S3> = {
  GetObjectAttributes: (input, context) => {
    const bucket = bucketOf(context, input);
    const object = objectOf(context, bucket, input);
    const attributes = Object.entries(attributesOf(object)).filter(
      ([name, value]) =>
        value !== undefined && input.ObjectAttributes.includes(name as 'ObjectSize'),
    );
    return {
      LastModified: new Date(object.lastModified),
      ...versionOutput(bucket, object),
      ...Object.fromEntries(attributes),
    };
  },
};

/** The entity tag has no quotes here. Parts are listed only where each has a checksum, which is not kept. */
function attributesOf({ etag, body, headers, parts, checksums }: S3Object) {
  const hasChecksum = Object.keys(checksums).length > 0;
  return {
    ETag: etag.replaceAll('"', ''),
    ObjectSize: body.byteLength,
    StorageClass: headers.StorageClass ?? 'STANDARD',
    Checksum: hasChecksum ? { ...checksums, ChecksumType: 'FULL_OBJECT' } : undefined,
    ObjectParts: parts && { TotalPartsCount: parts.length },
  };
}
