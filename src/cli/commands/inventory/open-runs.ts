/** How the commands that read inventory runs reach those in a bucket. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { isUrl, sourceOpener } from '../../../inventory/read/open-source.ts';
import type { OpenSource } from '../../../inventory/read/run-source.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Io } from '../../io.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { awsFlags, refuseIgnored } from '../../options/refuse-ignored.ts';
import type { LocationValues } from './runs-options.ts';

export interface RunsRequest {
  readonly options: LocationValues & AwsOptionValues;
  /** Everything that is read. */
  readonly places: readonly string[];
  readonly context: CommandContext;
}

/** AWS is called only for runs in a bucket, and no longer than `read` takes. */
export async function withRuns<T>(
  { options, places, context }: RunsRequest,
  read: (open: OpenSource) => Promise<T>,
): Promise<T> {
  if (!places.some(isUrl)) {
    refuseIgnored(
      context,
      { ...awsFlags, cache: '--cache', cacheLimit: '--cache-limit' },
      onlyInBucket,
    );
    return await read(sourceOpener());
  }
  const { openFleet } = await import('../../../aws/open-fleet.ts');
  const fleet = openFleet(context.fleetOptions(options));
  const cache = options.cache ?? userCache(context.io);
  const cacheLimit = options.cacheLimit * 2 ** 20;
  try {
    return await read(sourceOpener({ fleet, cache, cacheLimit, signal: context.signal }));
  } finally {
    fleet.close();
  }
}

const onlyInBucket = 'only for runs in a bucket (--from s3://bucket/prefix)';

/** https://specifications.freedesktop.org/basedir-spec: a relative path there means nothing. */
function userCache({ env: { XDG_CACHE_HOME: cache = '', HOME: home } }: Io): string {
  const base = cache.startsWith('/') ? cache : join(home ?? homedir(), '.cache');
  return join(base, 'flotilla', 'inventory');
}
