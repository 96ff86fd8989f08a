/** Objects as data: put one, find the current version, add a delete marker. */

import { createHash } from 'node:crypto';
import type { Bucket, ObjectHeaders, S3Object } from './bucket.ts';
import { crc32, crc32c, crc64nvme } from './crc.ts';

export interface NewS3Object {
  readonly key: string;
  readonly body: Uint8Array;
  readonly versionId: string;
  readonly now: number;
  readonly headers?: ObjectHeaders;
  readonly tags?: ReadonlyMap<string, string>;
  readonly checksums?: Readonly<Record<string, string>>;
  /** Default: the MD5 of the body. */
  readonly etag?: string;
  readonly parts?: readonly number[];
}

export function makeObject(options: NewS3Object): S3Object {
  const { key, body, versionId, now, headers = {}, tags = new Map(), checksums = {} } = options;
  return {
    key,
    versionId,
    isDeleteMarker: false,
    body,
    etag: options.etag ?? `"${md5(body).toString('hex')}"`,
    lastModified: now,
    headers: {
      ContentType: 'application/octet-stream',
      ServerSideEncryption: 'AES256',
      ...withoutUndefined(headers),
    },
    checksums,
    tags,
    ...(options.parts && { parts: options.parts }),
  };
}

export function makeDeleteMarker(key: string, versionId: string, now: number): S3Object {
  const marker = makeObject({ key, body: new Uint8Array(), versionId, now });
  return { ...marker, isDeleteMarker: true };
}

/** The new version becomes the current one; without versioning it replaces the `null` version. */
export function store(bucket: Bucket, object: S3Object): void {
  const versions = bucket.objects.get(object.key);
  if (!versions) delete bucket.sortedKeys;
  const kept = (versions ?? []).filter(({ versionId }) => versionId !== object.versionId);
  bucket.objects.set(object.key, [...kept, object]);
}

export function dropVersion(bucket: Bucket, key: string, versionId: string): void {
  const kept = (bucket.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
  if (kept.length > 0) bucket.objects.set(key, kept);
  else {
    bucket.objects.delete(key);
    delete bucket.sortedKeys;
  }
}

/** The newest version, including delete markers. */
export function latest(bucket: Bucket, key: string): S3Object | undefined {
  return bucket.objects.get(key)?.at(-1);
}

/** The object that a plain GET returns. */
export function current(bucket: Bucket, key: string): S3Object | undefined {
  const newest = latest(bucket, key);
  return newest?.isDeleteMarker ? undefined : newest;
}

export function sortedKeys(bucket: Bucket): readonly string[] {
  bucket.sortedKeys ??= [...bucket.objects.keys()].sort();
  return bucket.sortedKeys;
}

export function md5(body: Uint8Array): Buffer {
  return createHash('md5').update(body).digest();
}

/** Base64, as S3 writes checksums; undefined for an algorithm that is not implemented. */
export function checksum(algorithm: string, body: Uint8Array): string | undefined {
  if (algorithm === 'CRC32') return crc32(body);
  if (algorithm === 'CRC32C') return crc32c(body);
  if (algorithm === 'CRC64NVME') return crc64nvme(body);
  if (/^SHA(1|256|512)$|^MD5$/.test(algorithm)) {
    return createHash(algorithm).update(body).digest('base64');
  }
  return undefined;
}

function withoutUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
