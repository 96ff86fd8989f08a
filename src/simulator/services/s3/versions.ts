/** Ids of versions. */

import type { CallContext } from '../../service.ts';
import type { Bucket } from './bucket.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** Buckets without versioning, or with it suspended, write the one version called `null`. */
export function newVersionId({ versioning }: Bucket, { world }: CallContext): string {
  return versioning === 'Enabled' ? world.random.text(alphabet, 32) : 'null';
}
