/** How the commands that read inventory runs reach those in a bucket. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { isUrl, sourceOpener } from '../../../inventory/read/open-source.ts';
import type { OpenSource } from '../../../inventory/read/run-source.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Io } from '../../io.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { globalOptions } from '../../options/global-options.ts';
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
    assertNoBucketOptions(context);
    return await read(sourceOpener());
  }
  const { openFleet } = await import('../../../aws/open-fleet.ts');
  const fleet = openFleet(context.fleetOptions(options));
  const cache = options.cache ?? userCache(context.io);
  try {
    return await read(sourceOpener({ fleet, cache, signal: context.signal }));
  } finally {
    fleet.close();
  }
}

/** Options that would be ignored are refused where they were typed. Configured ones serve other commands as well. */
function assertNoBucketOptions(context: CommandContext): void {
  const { profile, region, endpointUrl } = globalOptions;
  const flags = Object.entries({ profile, region, endpointUrl, cache: { flag: '--cache' } })
    .filter(([field]) => context.isTyped(field))
    .map(([, { flag }]) => flag);
  if (flags.length === 0) return;
  const message = `${flags.join(', ')}: only for runs in a bucket (--from s3://bucket/prefix); omit ${flags.length > 1 ? 'them' : 'it'}`;
  throw new FlotillaError('InvalidInput', message);
}

/** https://specifications.freedesktop.org/basedir-spec: a relative path there means nothing. */
function userCache({ env: { XDG_CACHE_HOME: cache = '', HOME: home } }: Io): string {
  const base = cache.startsWith('/') ? cache : join(home ?? homedir(), '.cache');
  return join(base, 'flotilla', 'inventory');
}
