/** The object that is copied. */

import type { Bucket, ObjectHeaders, S3Object } from './bucket.ts';
import { invalidArgument, s3Error } from './errors.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** `bucket/key?versionId=…`, percent-encoded, with or without a leading slash. */
export function copySourceOf(text: string): CopySource {
  const [path = '', query = ''] = text.split('?');
  const [bucket = '', ...key] = decoded(path.replace(/^\//, '')).split('/');
  const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
  return { bucket, key: key.join('/'), versionId };
}

interface CopyInput extends ObjectHeaders {
  readonly Key: string;
  readonly CopySource: string;
  readonly MetadataDirective?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export function checkSelfCopy(input: CopyInput, { name }: Bucket, source: S3Object): void {
  const { bucket, versionId } = copySourceOf(input.CopySource);
  if (bucket !== name || source.key !== input.Key || versionId !== undefined) return;
  if (input.MetadataDirective === 'REPLACE') return;
  const { StorageClass, WebsiteRedirectLocation, ServerSideEncryption } = input;
  if (StorageClass ?? WebsiteRedirectLocation ?? ServerSideEncryption) return;
  const message =
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
  throw s3Error('InvalidRequest', message, 400);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Invalid copy source encoding');
  }
}
