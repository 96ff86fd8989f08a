/** Opens `./folder` or `s3://bucket/prefix` to read runs. */

import type { Fleet } from '../../aws/open-fleet.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { localSource } from './local-source.ts';
import type { OpenSource, RunSource } from './run-source.ts';

export interface S3ReadOptions {
  readonly fleet: Fleet;
  /** A local folder, for downloaded objects. */
  readonly cache: string;
  /** What the cache is pruned to, in bytes. Default: 10 GiB. */
  readonly cacheLimit?: number;
  readonly signal?: AbortSignal;
}

/** Without `reading`, only folders can be read. */
export function sourceOpener(reading?: S3ReadOptions): OpenSource {
  return async (from) => {
    if (from.trim() === '')
      throw new FlotillaError(
        'InvalidInput',
        `"${from}" is not a folder; give one that contains runs`,
      );
    return isUrl(from) ? await openUrl(from, reading) : localSource(from);
  };
}

/** Not a folder of this machine. */
export function isUrl(from: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(from);
}

async function openUrl(from: string, reading: S3ReadOptions | undefined): Promise<RunSource> {
  if (!reading || !from.startsWith('s3://'))
    throw new FlotillaError(
      'InvalidInput',
      `"${from}" cannot be read; give a folder or s3://bucket/prefix`,
    );
  const { cache, cacheLimit, signal } = reading;
  // Imported on demand: reading folders does not need the SDK.
  const { openBucket } = await import('../store/open-store.ts');
  const { s3Source } = await import('./s3-source.ts');
  const bucket = await openBucket(reading.fleet, from, 'read from');
  return s3Source({
    ...bucket,
    cache,
    ...(cacheLimit !== undefined && { cacheLimit }),
    ...(signal && { signal }),
  });
}
