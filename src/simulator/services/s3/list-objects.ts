/** Listing objects: by prefix, rolled up at a delimiter, in pages that start after a key. */

import type { _Object, S3 } from '@aws-sdk/client-s3';
import type { CallContext, Handlers } from '../../service.ts';
import type { Bucket, S3Object } from './bucket.ts';
import { ownerId } from './buckets.ts';
import { invalidArgument } from './errors.ts';
import { bucketOf } from './find.ts';
import { current, sortedKeys } from './objects.ts';

export const largestPage = 1_000;

export const listHandlers: Handlers<S3> = {
  ListObjectsV2: (input, context) => {
    const bucket = bucketOf(context, input);
    const after = readContinuation(input.ContinuationToken) ?? input.StartAfter ?? '';
    const page = listKeys(bucket, { ...filters(input, context), after });
    const encode = encoder(input.EncodingType);
    return {
      Name: bucket.name,
      Prefix: encode(input.Prefix ?? ''),
      MaxKeys: input.MaxKeys ?? largestPage,
      KeyCount: page.entries.length,
      IsTruncated: page.isTruncated,
      ...(input.Delimiter && { Delimiter: encode(input.Delimiter) }),
      ...(input.StartAfter && { StartAfter: encode(input.StartAfter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(input.ContinuationToken && { ContinuationToken: input.ContinuationToken }),
      ...(page.isTruncated && { NextContinuationToken: writeContinuation(page.last) }),
      Contents: contents(bucket, page, encode, input.FetchOwner ?? false),
      CommonPrefixes: prefixes(page, encode),
    };
  },

  ListObjects: (input, context) => {
    const bucket = bucketOf(context, input);
    const page = listKeys(bucket, { ...filters(input, context), after: input.Marker ?? '' });
    const encode = encoder(input.EncodingType);
    return {
      Name: bucket.name,
      Prefix: encode(input.Prefix ?? ''),
      Marker: encode(input.Marker ?? ''),
      MaxKeys: input.MaxKeys ?? largestPage,
      IsTruncated: page.isTruncated,
      ...(input.Delimiter && { Delimiter: encode(input.Delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      // Without a delimiter the last key serves as the marker.
      ...(page.isTruncated && input.Delimiter && { NextMarker: encode(page.last) }),
      Contents: contents(bucket, page, encode, true),
      CommonPrefixes: prefixes(page, encode),
    };
  },
};

interface ListInput {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
}

interface KeyFilters {
  readonly prefix: string;
  readonly delimiter: string;
  readonly size: number;
}

interface KeyPage {
  /** Keys, and prefixes that represent all keys below them. */
  readonly entries: readonly { readonly text: string; readonly isPrefix: boolean }[];
  readonly isTruncated: boolean;
  readonly last: string;
}

export function filters(input: ListInput, { world }: CallContext): KeyFilters {
  const { MaxKeys = largestPage } = input;
  if (MaxKeys < 0)
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647');
  const size = Math.min(MaxKeys, largestPage, world.pageSize);
  return { prefix: input.Prefix ?? '', delimiter: input.Delimiter ?? '', size };
}

function listKeys(
  bucket: Bucket,
  { prefix, delimiter, size, after }: KeyFilters & { readonly after: string },
): KeyPage {
  const entries: { text: string; isPrefix: boolean }[] = [];
  let last = after;
  for (const key of sortedKeys(bucket)) {
    if (!key.startsWith(prefix) || isPast(key, last, delimiter)) continue;
    if (!current(bucket, key)) continue;
    if (entries.length >= size) return { entries, isTruncated: size > 0, last };
    const rolled = rollUp(key, prefix, delimiter);
    last = rolled ?? key;
    entries.push({ text: last, isPrefix: rolled !== undefined });
  }
  return { entries, isTruncated: false, last };
}

/** A marker that ends in the delimiter is a rolled-up prefix: everything below it has been listed. */
export function isPast(key: string, after: string, delimiter: string): boolean {
  if (after === '') return false;
  const isRolled = delimiter !== '' && after.endsWith(delimiter) && key.startsWith(after);
  return key <= after || isRolled;
}

export function rollUp(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

export type Encode = (text: string) => string;

function contents(bucket: Bucket, page: KeyPage, encode: Encode, withOwner: boolean): _Object[] {
  return page.entries.flatMap(({ text, isPrefix }) => {
    const object = isPrefix ? undefined : current(bucket, text);
    if (!object) return [];
    return [
      { ...listed(object, encode), ...(withOwner && { Owner: { ID: ownerId(bucket.ownerId) } }) },
    ];
  });
}

function prefixes(page: KeyPage, encode: Encode) {
  return page.entries.flatMap(({ text, isPrefix }) => (isPrefix ? [{ Prefix: encode(text) }] : []));
}

export function listed(object: S3Object, encode: Encode) {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.lastModified),
    ETag: object.etag,
    Size: object.body.byteLength,
    StorageClass: (object.headers.StorageClass ?? 'STANDARD') as never,
  };
}

/** Keys may contain characters that XML cannot: clients request them percent-encoded. */
export function encoder(type: string | undefined): Encode {
  if (type !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+');
}

function writeContinuation(last: string): string {
  return Buffer.from(`1:${last}`).toString('base64');
}

function readContinuation(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('1:')) {
    throw invalidArgument('The continuation token provided is incorrect');
  }
  return text.slice(2);
}
