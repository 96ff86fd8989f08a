/** Objects: put, get, head, copy, delete. */

import type { S3 } from '@aws-sdk/client-s3';
import { AwsError } from '../../../wire/aws-error.ts';
import { authorize } from '../../authorize.ts';
import type { CallContext, Handlers } from '../../service.ts';
import type { Bucket, S3Object } from './bucket.ts';
import { checkDelete, checkPut, checkRead } from './conditions.ts';
import { checkSelfCopy } from './copy-source.ts';
import { s3Error } from './errors.ts';
import { bucketOf } from './find.ts';
import { type ObjectInput, objectOf, sourceOf } from './find-object.ts';
import { publishChange } from './object-events.ts';
import { bodyOf, checksumsOf, headersOf, parseTagging } from './object-input.ts';
import { described, versionOutput } from './object-output.ts';
import { current, dropVersion, latest, makeDeleteMarker, makeObject, store } from './objects.ts';
import { partsCount, rangeOf } from './range.ts';
import { objectNeed } from './required-permissions.ts';
import { overridden } from './response-overrides.ts';
import { readObjectTags } from './tag-set.ts';
import { newVersionId } from './versions.ts';

export const objectHandlers: Handlers<S3> = {
  PutObject: (input, context) => {
    const bucket = bucketOf(context, input);
    checkPut(current(bucket, input.Key), input);
    const body = bodyOf(input.Body);
    const object = makeObject({
      key: input.Key,
      body,
      versionId: newVersionId(bucket, context),
      now: context.now,
      headers: headersOf(input),
      tags: parseTagging(input.Tagging),
      checksums: checksumsOf(input, body),
    });
    store(bucket, object);
    publishChange(context, bucket, { detailType: 'Object Created', reason: 'PutObject', object });
    return {
      ETag: object.etag,
      ...object.checksums,
      ServerSideEncryption: 'AES256',
      ...versionOutput(bucket, object),
    };
  },

  GetObject: (input, context) => {
    const bucket = bucketOf(context, input);
    const object = objectOf(context, bucket, input);
    checkRead(object, input);
    const range = rangeOf(object, input);
    const body = range ? object.body.subarray(range.start, range.end + 1) : object.body;
    return {
      ...described(bucket, object, input.ChecksumMode === 'ENABLED' && !range),
      ContentLength: body.byteLength,
      ...overridden(context, input),
      ...partsCount(object, input),
      ...(range && {
        ContentRange: `bytes ${range.start}-${range.end}/${object.body.byteLength}`,
      }),
      Body: body,
    };
  },

  HeadObject: (input, context) => {
    const bucket = bucketOf(context, input);
    const object = objectOf(context, bucket, input);
    checkRead(object, input);
    const range = rangeOf(object, input);
    const size = object.body.byteLength;
    return {
      ...described(bucket, object, input.ChecksumMode === 'ENABLED'),
      ContentLength: range ? range.end - range.start + 1 : size,
      ...overridden(context, input),
      ...partsCount(object, input),
      ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${size}` }),
    };
  },

  CopyObject: (input, context) => {
    const bucket = bucketOf(context, input);
    const source = sourceOf(context, input.CopySource);
    checkRead(source, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
    });
    const replaces = input.MetadataDirective === 'REPLACE';
    checkSelfCopy(input, bucket, source);
    const object = makeObject({
      key: input.Key,
      body: source.body,
      versionId: newVersionId(bucket, context),
      now: context.now,
      headers: replaces ? headersOf(input) : source.headers,
      tags: input.TaggingDirective === 'REPLACE' ? parseTagging(input.Tagging) : source.tags,
      checksums: source.checksums,
    });
    store(bucket, object);
    publishChange(context, bucket, { detailType: 'Object Created', reason: 'CopyObject', object });
    return {
      CopyObjectResult: { ETag: object.etag, LastModified: new Date(object.lastModified) },
      CopySourceVersionId: source.versionId === 'null' ? undefined : source.versionId,
      ...versionOutput(bucket, object),
    };
  },

  DeleteObject: (input, context) => {
    const bucket = bucketOf(context, input);
    checkDelete(current(bucket, input.Key), input);
    return remove(context, bucket, input);
  },

  DeleteObjects: (input, context) => {
    const bucket = bucketOf(context, input);
    const keys = input.Delete.Objects ?? [];
    if (keys.length < 1 || keys.length > 1_000) {
      const message =
        'The XML you provided was not well-formed or did not validate against our published schema';
      throw s3Error('MalformedXML', message, 400);
    }
    const results = keys.map(({ Key = '', VersionId, ETag, LastModifiedTime, Size }) => {
      const need = objectNeed(context.world, 's3:DeleteObject', bucket.name, Key);
      if (!authorize(context, need).allowed) {
        return { error: { Key, Code: 'AccessDenied', Message: 'Access Denied' } };
      }
      const conditions = {
        IfMatch: ETag,
        IfMatchLastModifiedTime: LastModifiedTime,
        IfMatchSize: Size,
      };
      const refusal = refusalOf(() => checkDelete(current(bucket, Key), conditions));
      if (refusal) return { error: { Key, Code: refusal.code, Message: refusal.message } };
      const { DeleteMarker, VersionId: version } = remove(context, bucket, { Key, VersionId });
      const marker = DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: version };
      return { deleted: { Key, ...(VersionId !== undefined && { VersionId }), ...marker } };
    });
    return {
      Deleted: input.Delete.Quiet ? [] : results.flatMap(({ deleted }) => deleted ?? []),
      Errors: results.flatMap(({ error }) => error ?? []),
    };
  },

  GetObjectTagging: (input, context) => {
    const bucket = bucketOf(context, input);
    const { tags } = objectOf(context, bucket, input);
    return { TagSet: [...tags].map(([Key, Value]) => ({ Key, Value })) };
  },

  PutObjectTagging: (input, context) => {
    const bucket = bucketOf(context, input);
    const object = objectOf(context, bucket, input);
    replaceTags(bucket, object, readObjectTags(input.Tagging.TagSet));
    return versionOutput(bucket, object);
  },

  DeleteObjectTagging: (input, context) => {
    const bucket = bucketOf(context, input);
    const object = objectOf(context, bucket, input);
    replaceTags(bucket, object, new Map());
    return versionOutput(bucket, object);
  },
};

function refusalOf(check: () => void): AwsError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

interface DeleteOptions {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

/** In a versioned bucket a delete adds a marker; with a version it deletes permanently. */
function remove(
  context: CallContext,
  bucket: Bucket,
  { Key, VersionId }: ObjectInput,
): DeleteOptions {
  const change = { detailType: 'Object Deleted', reason: 'DeleteObject' } as const;
  if (VersionId !== undefined) {
    const version = bucket.objects.get(Key)?.find(({ versionId }) => versionId === VersionId);
    dropVersion(bucket, Key, VersionId);
    const object = { key: Key, versionId: VersionId };
    publishChange(context, bucket, { ...change, deletionType: 'Permanently Deleted', object });
    return { VersionId, ...(version?.isDeleteMarker && { DeleteMarker: true }) };
  }
  if (bucket.versioning === undefined) {
    const only = latest(bucket, Key);
    if (!only) return {};
    dropVersion(bucket, Key, only.versionId);
    publishChange(context, bucket, {
      ...change,
      deletionType: 'Permanently Deleted',
      object: only,
    });
    return {};
  }
  const marker = makeDeleteMarker(Key, newVersionId(bucket, context), context.now);
  store(bucket, marker);
  publishChange(context, bucket, {
    ...change,
    deletionType: 'Delete Marker Created',
    object: marker,
  });
  return { DeleteMarker: true, VersionId: marker.versionId };
}

function replaceTags(bucket: Bucket, object: S3Object, tags: ReadonlyMap<string, string>): void {
  const versions = bucket.objects.get(object.key) ?? [];
  bucket.objects.set(
    object.key,
    versions.map((version) => (version === object ? { ...version, tags } : version)),
  );
}
