/** Multipart uploads. */

import type { S3 } from '@aws-sdk/client-s3';
import type { CallContext, HandlerInput, Handlers } from '../../service.ts';
import { hexadecimal } from '../../world/ids.ts';
import type { Bucket, Upload, UploadPart } from './bucket.ts';
import { checkPut, checkRead } from './conditions.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { bucketOf } from './find.ts';
import { sourceOf } from './find-object.ts';
import { publishChange } from './object-events.ts';
import { bodyOf, checksumsOf, headersOf, parseTagging } from './object-input.ts';
import { versionOutput } from './object-output.ts';
import { current, makeObject, md5, store } from './objects.ts';
import { copyRange } from './range.ts';
import { newVersionId } from './versions.ts';

const largestPage = 1_000;
/** Minimum size of all parts but the last. */
const smallestPart = 5 * 1024 * 1024;

export const multipartHandlers: Handlers<S3> = {
  CreateMultipartUpload: (input, context) => {
    const bucket = bucketOf(context, input);
    const upload: Upload = {
      id: context.world.random.text(hexadecimal, 64),
      key: input.Key,
      startedAt: context.now,
      headers: headersOf(input),
      tags: parseTagging(input.Tagging),
      parts: new Map(),
    };
    bucket.uploads.set(upload.id, upload);
    return { Bucket: bucket.name, Key: upload.key, UploadId: upload.id };
  },

  UploadPart: (input, context) => {
    const upload = uploadOf(bucketOf(context, input), input);
    const body = bodyOf(input.Body);
    const checksums = checksumsOf(input, body);
    const { etag } = addPart(upload, { number: input.PartNumber, body, at: context.now });
    return { ETag: etag, ...checksums, ServerSideEncryption: 'AES256' };
  },

  UploadPartCopy: (input, context) => {
    const upload = uploadOf(bucketOf(context, input), input);
    const source = sourceOf(context, input.CopySource);
    checkRead(source, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
    const { start, end } = copyRange(input.CopySourceRange, source.body.byteLength);
    const body = source.body.slice(start, end + 1);
    const { etag } = addPart(upload, { number: input.PartNumber, body, at: context.now });
    return {
      CopyPartResult: { ETag: etag, LastModified: new Date(context.now) },
      CopySourceVersionId: source.versionId === 'null' ? undefined : source.versionId,
      ServerSideEncryption: 'AES256',
    };
  },

  CompleteMultipartUpload: (input, context) => {
    const bucket = bucketOf(context, input);
    const upload = uploadOf(bucket, input);
    checkPut(current(bucket, input.Key), input);
    const parts = chosenParts(upload, input.MultipartUpload?.Parts ?? []);
    const object = makeObject({
      key: upload.key,
      body: Buffer.concat(parts.map(({ body }) => body)),
      // Not the MD5 of the whole: that of the parts' MD5s, and the number of parts.
      etag: `"${md5(Buffer.concat(parts.map(({ body }) => md5(body)))).toString('hex')}-${parts.length}"`,
      versionId: newVersionId(bucket, context),
      now: context.now,
      headers: upload.headers,
      tags: upload.tags,
      parts: parts.map(({ body }) => body.byteLength),
    });
    store(bucket, object);
    publishChange(context, bucket, {
      detailType: 'Object Created',
      reason: 'CompleteMultipartUpload',
      object,
    });
    bucket.uploads.delete(upload.id);
    const { dnsSuffix } = context.world.partition;
    return {
      Location: `https://${bucket.name}.s3.${bucket.region}.${dnsSuffix}/${encodeURIComponent(upload.key)}`,
      Bucket: bucket.name,
      Key: upload.key,
      ETag: object.etag,
      ...versionOutput(bucket, object),
    };
  },

  AbortMultipartUpload: (input, context) => {
    const bucket = bucketOf(context, input);
    bucket.uploads.delete(uploadOf(bucket, input).id);
    return {};
  },

  ListParts: (input, context) => {
    const bucket = bucketOf(context, input);
    const upload = uploadOf(bucket, input);
    const marker = Number(input.PartNumberMarker ?? 0);
    const all = inOrder(upload).filter(({ number }) => number > marker);
    const parts = all.slice(0, pageSize(context, input.MaxParts));
    const isTruncated = parts.length < all.length;
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(marker),
      MaxParts: input.MaxParts ?? largestPage,
      IsTruncated: isTruncated,
      ...(isTruncated && { NextPartNumberMarker: String(parts.at(-1)?.number) }),
      Parts: parts.map(({ number, etag, body, at }) => ({
        PartNumber: number,
        ETag: etag,
        Size: body.byteLength,
        LastModified: new Date(at),
      })),
    };
  },

  ListMultipartUploads: (input, context) => {
    const bucket = bucketOf(context, input);
    const { Prefix = '', KeyMarker = '', UploadIdMarker = '' } = input;
    const all = [...bucket.uploads.values()]
      .filter(({ key }) => key.startsWith(Prefix))
      .sort(byKeyAndId)
      .filter((upload) => byKeyAndId(upload, { key: KeyMarker, id: UploadIdMarker }) > 0)
      .filter(({ key }) => UploadIdMarker !== '' || key !== KeyMarker);
    const uploads = all.slice(0, pageSize(context, input.MaxUploads));
    const last = uploads.at(-1);
    const isTruncated = uploads.length < all.length;
    return {
      Bucket: bucket.name,
      KeyMarker,
      UploadIdMarker,
      MaxUploads: input.MaxUploads ?? largestPage,
      IsTruncated: isTruncated,
      ...(isTruncated && last && { NextKeyMarker: last.key, NextUploadIdMarker: last.id }),
      ...(input.Prefix !== undefined && { Prefix }),
      Uploads: uploads.map(({ id, key, startedAt }) => ({
        UploadId: id,
        Key: key,
        Initiated: new Date(startedAt),
        StorageClass: 'STANDARD',
      })),
    };
  },
};

function addPart(upload: Upload, options: Omit<UploadPart, 'etag'>): UploadPart {
  if (options.number < 1 || options.number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  }
  const part = { ...options, etag: `"${md5(options.body).toString('hex')}"` };
  upload.parts.set(part.number, part);
  return part;
}

function uploadOf(
  bucket: Bucket,
  { UploadId, Key }: { readonly UploadId: string; readonly Key: string },
): Upload {
  const upload = bucket.uploads.get(UploadId);
  if (upload?.key === Key) return upload;
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  throw s3Error('NoSuchUpload', message, 404, { UploadId });
}

type RequestedPart = HandlerInput<{ PartNumber?: number | undefined; ETag?: string | undefined }>;

function chosenParts(upload: Upload, requested: readonly RequestedPart[]): readonly UploadPart[] {
  const numbers = requested.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.length === 0) {
    throw s3Error('MalformedXML', 'You must specify at least one part', 400);
  }
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
    const message =
      'The list of parts was not in ascending order. Parts must be ordered by part number.';
    throw s3Error('InvalidPartOrder', message, 400);
  }
  const parts = requested.map((one) => partOf(upload, one));
  const small = parts.slice(0, -1).find(({ body }) => body.byteLength < smallestPart);
  if (small) {
    const message = 'Your proposed upload is smaller than the minimum allowed size';
    throw s3Error('EntityTooSmall', message, 400, { PartNumber: String(small.number) });
  }
  return parts;
}

function partOf({ parts }: Upload, { PartNumber = 0, ETag = '' }: RequestedPart): UploadPart {
  const part = parts.get(PartNumber);
  if (part && part.etag.replaceAll('"', '') === ETag.replaceAll('"', '')) return part;
  const message =
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  throw s3Error('InvalidPart', message, 400, { PartNumber: String(PartNumber) });
}

function inOrder({ parts }: Upload): readonly UploadPart[] {
  return [...parts.values()].sort((a, b) => a.number - b.number);
}

interface UploadLocation {
  readonly key: string;
  readonly id: string;
}

function byKeyAndId(a: UploadLocation, b: UploadLocation): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

function pageSize({ world }: CallContext, requested = largestPage): number {
  return Math.min(requested, largestPage, world.pageSize);
}
