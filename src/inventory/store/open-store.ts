/** Opens `./folder` or `s3://bucket/prefix` to write a run. */

import type { S3Client } from '@aws-sdk/client-s3';
import { FollowingS3Client } from '../../aws/following-s3-client.ts';
import { type Fleet, fallbackRegion } from '../../aws/open-fleet.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { localStore } from './local-store.ts';
import { s3Store } from './s3-store.ts';
import type { InventoryStore } from './store.ts';

export interface BucketPrefix {
  readonly client: S3Client;
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
}

/** `owner`: the account that a bucket must belong to. Throws a `FlotillaError` for a name that is neither. */
export async function openStore(
  fleet: Fleet,
  name: string,
  owner?: string,
): Promise<InventoryStore> {
  if (!/^[a-z0-9]+:\/\//i.test(name)) return localStore(name);
  return s3Store({ ...(await openBucket(fleet, name, 'write to')), owner });
}

/** Throws a `FlotillaError` for a name that is not `s3://bucket/prefix`. */
export async function openBucket(
  fleet: Fleet,
  name: string,
  purpose: 'read from' | 'write to',
): Promise<BucketPrefix> {
  const [, bucket = '', prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(name) ?? [];
  if (bucket === '') {
    throw new FlotillaError(
      'InvalidInput',
      `"${name}" is not a valid location to ${purpose}; give a folder or s3://bucket/prefix`,
    );
  }
  const client = fleet.client(FollowingS3Client, (await fleet.region()) ?? fallbackRegion);
  return { client, bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') };
}
