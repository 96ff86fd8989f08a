/** How the commands that read inventory runs come to those in a bucket. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { isUrl, sourceOpener } from '../../inventory/read/open-source.ts';
import type { OpenSource } from '../../inventory/read/run-source.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import type { Given } from '../options/option.ts';

export interface Reading {
  readonly given: Given;
  /** Everything that is read. */
  readonly places: readonly string[];
  readonly io: Io;
}

/** AWS is asked only where something lies in a bucket, and no longer than `read` takes. */
export async function readingRuns<T>(
  { given, places, io }: Reading,
  read: (open: OpenSource) => Promise<T>,
): Promise<T> {
  if (!places.some(isUrl)) {
    expectNoCache(given);
    return await read(sourceOpener());
  }
  const { openFleet } = await import('../../aws/open-fleet.ts');
  const fleet = openFleet(fleetOptionsFrom(given, io));
  const cache = typeof given.cache === 'string' ? given.cache : cacheOf(io);
  try {
    return await read(sourceOpener({ fleet, cache, signal: io.signal }));
  } finally {
    fleet.close();
  }
}

function expectNoCache({ cache }: Given): void {
  if (cache === undefined) return;
  throw new FlotillaError(
    'InvalidInput',
    `--cache "${cache}" is for --from s3://bucket/prefix; leave it out`,
  );
}

/** https://specifications.freedesktop.org/basedir-spec: a relative path there means nothing. */
function cacheOf({ env: { XDG_CACHE_HOME: cache = '', HOME: home } }: Io): string {
  const base = cache.startsWith('/') ? cache : join(home ?? homedir(), '.cache');
  return join(base, 'flotilla', 'inventory');
}
