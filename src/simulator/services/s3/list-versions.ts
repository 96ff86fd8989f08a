/** Lists versions of objects and delete markers. */

import type { S3 } from '@aws-sdk/client-s3';
import type { Handlers } from '../../service.ts';
import type { Bucket, S3Object } from './bucket.ts';
import { ownerId } from './buckets.ts';
import { bucketOf } from './find.ts';
import {
  type Encode,
  encoder,
  filters,
  isPast,
  largestPage,
  listed,
  rollUp,
} from './list-objects.ts';
import { sortedKeys } from './objects.ts';

export const versionHandlers: Handlers<S3> = {
  ListObjectVersions: (input, context) => {
    const bucket = bucketOf(context, input);
    const { prefix, delimiter, size } = filters(input, context);
    const all = afterMarkers(versionEntries(bucket, prefix, delimiter), input, delimiter);
    const entries = all.slice(0, size);
    const last = entries.at(-1);
    const encode = encoder(input.EncodingType);
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      MaxKeys: input.MaxKeys ?? largestPage,
      KeyMarker: encode(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      IsTruncated: all.length > entries.length,
      ...(delimiter && { Delimiter: encode(delimiter) }),
      // Clients decode the keys only where the response says that they are encoded.
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(all.length > entries.length &&
        last && {
          NextKeyMarker: encode(last.key),
          ...(last.version && { NextVersionIdMarker: last.version.versionId }),
        }),
      Versions: entries.flatMap(({ version }) =>
        version && !version.isDeleteMarker ? [toVersion(bucket, version, encode)] : [],
      ),
      DeleteMarkers: entries.flatMap(({ version }) =>
        version?.isDeleteMarker ? [toMarker(bucket, version, encode)] : [],
      ),
      CommonPrefixes: entries.flatMap(({ key, version }) =>
        version ? [] : [{ Prefix: encode(key) }],
      ),
    };
  },
};

interface VersionEntry {
  readonly key: string;
  /** Undefined for a rolled-up prefix. */
  readonly version?: S3Object;
}

/** Newest version of a key first. */
function versionEntries(bucket: Bucket, prefix: string, delimiter: string): VersionEntry[] {
  const rolledUp = new Set<string>();
  return sortedKeys(bucket).flatMap((key): VersionEntry[] => {
    if (!key.startsWith(prefix)) return [];
    const rolled = rollUp(key, prefix, delimiter);
    if (rolled === undefined) {
      return (bucket.objects.get(key) ?? []).toReversed().map((version) => ({ key, version }));
    }
    if (rolledUp.has(rolled)) return [];
    rolledUp.add(rolled);
    return [{ key: rolled }];
  });
}

interface Markers {
  readonly KeyMarker?: string | undefined;
  readonly VersionIdMarker?: string | undefined;
}

function afterMarkers(
  entries: readonly VersionEntry[],
  { KeyMarker = '', VersionIdMarker = '' }: Markers,
  delimiter: string,
): readonly VersionEntry[] {
  const seen = entries.findIndex(
    ({ key, version }) => key === KeyMarker && version?.versionId === VersionIdMarker,
  );
  if (VersionIdMarker !== '' && seen >= 0) return entries.slice(seen + 1);
  return entries.filter(({ key }) => !isPast(key, KeyMarker, delimiter));
}

function toVersion(bucket: Bucket, version: S3Object, encode: Encode) {
  return {
    ...listed(version, encode),
    VersionId: version.versionId,
    IsLatest: isLatest(bucket, version),
    Owner: { ID: ownerId(bucket.ownerId) },
  };
}

function toMarker(bucket: Bucket, { key, versionId, lastModified }: S3Object, encode: Encode) {
  return {
    Key: encode(key),
    VersionId: versionId,
    IsLatest: bucket.objects.get(key)?.at(-1)?.versionId === versionId,
    LastModified: new Date(lastModified),
    Owner: { ID: ownerId(bucket.ownerId) },
  };
}

function isLatest(bucket: Bucket, { key, versionId }: S3Object): boolean {
  return bucket.objects.get(key)?.at(-1)?.versionId === versionId;
}
