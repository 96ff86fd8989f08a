/** Reads objects of a bucket: lists a prefix, and downloads an object to a file. Errors have one line. */

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { credentialsError } from '../../aws/caller.ts';
import { classify } from '../../aws/failures.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { cannotWrite } from '../store/local-draft.ts';

export interface BucketReader {
  readonly client: S3Client;
  readonly bucket: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ListedObject {
  readonly key: string;
  readonly etag: string;
}

export interface ObjectListing {
  readonly files: readonly ListedObject[];
  /** Names, latest first where they are dates. */
  readonly folders: readonly string[];
}

/** Everything below a folder; with `isFlat` only its direct content. */
export async function listObjects(
  { client, bucket, signal }: BucketReader,
  folder: string,
  { isFlat = false } = {},
): Promise<ObjectListing> {
  const input = { Bucket: bucket, Prefix: below(folder), ...(isFlat && { Delimiter: '/' }) };
  const files: ListedObject[] = [];
  const folders: string[] = [];
  try {
    for await (const page of paginateListObjectsV2({ client }, input, { abortSignal: signal })) {
      for (const { Key: key = '', ETag: etag = '' } of page.Contents ?? [])
        files.push({ key, etag });
      for (const { Prefix = '' } of page.CommonPrefixes ?? []) folders.push(lastOf(Prefix));
    }
  } catch (error) {
    cannotRead(`s3://${bucket}/${folder}`, error, signal);
  }
  return { files, folders: folders.sort().reverse() };
}

/** Fails if the object has changed since it was listed: a file has the content of its ETag. */
export async function fetchObject(
  { client, bucket, signal }: BucketReader,
  { key, etag }: ListedObject,
  file: string,
): Promise<void> {
  const place = `s3://${bucket}/${key}`;
  const input = { Bucket: bucket, Key: key, ...(etag !== '' && { IfMatch: etag }) };
  const { Body } = await client
    .send(new GetObjectCommand(input), signal ? { abortSignal: signal } : {})
    .catch((error: unknown) => cannotRead(place, error, signal));
  const body = Body instanceof Readable ? Body : Readable.from([]);
  await pipeline(body, createWriteStream(file), { signal }).catch((error) => {
    signal?.throwIfAborted();
    return 'syscall' in error && error.path === file
      ? cannotWrite(file)(error)
      : cannotRead(place, error, signal);
  });
}

/** The key prefix of a folder. */
export function below(folder: string): string {
  return folder === '' ? '' : `${folder}/`;
}

/** `b` of `a/b` and of `a/b/`. */
export function lastOf(path: string): string {
  return path.replace(/\/$/, '').split('/').at(-1) ?? '';
}

function cannotRead(place: string, cause: unknown, signal: AbortSignal | undefined): never {
  signal?.throwIfAborted();
  const { kind, code, message } = classify(cause);
  const advice =
    code === 'PreconditionFailed'
      ? 'it was changed while it was read; run the query again'
      : kind === 'not-found'
        ? 'there is no such bucket or object; check its name'
        : kind === 'denied'
          ? 'these credentials may not read it; allow s3:ListBucket and s3:GetObject'
          : message;
  const text = `cannot read ${place}: ${advice} (${code})`;
  throw credentialsError(cause) ?? new FlotillaError('File', text, { cause });
}
