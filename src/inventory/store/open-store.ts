/** `./folder` or `s3://bucket/prefix`: where a run is written. */

import { S3Client } from '@aws-sdk/client-s3';
import type { ClientConfiguration } from '../../aws/clients.ts';
import { type Fleet, fallbackRegion } from '../../aws/open-fleet.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { localStore } from './local-store.ts';
import { s3Store } from './s3-store.ts';
import type { Store } from './store.ts';

/** The bucket may lie in any region: the client follows it there. */
class FollowingS3Client extends S3Client {
  constructor(configuration: ClientConfiguration) {
    super({ ...configuration, followRegionRedirects: true });
  }
}

/** Throws a `FlotillaError` for a name that is neither. */
export async function openStore(fleet: Fleet, name: string): Promise<Store> {
  if (!/^[a-z0-9]+:\/\//i.test(name)) return localStore(name);
  const [, bucket = '', prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(name) ?? [];
  if (bucket === '') {
    throw new FlotillaError(
      'InvalidInput',
      `"${name}" is no place to write to; give a folder or s3://bucket/prefix`,
    );
  }
  const client = fleet.client(FollowingS3Client, (await fleet.region()) ?? fallbackRegion);
  return s3Store({ client, bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') });
}
