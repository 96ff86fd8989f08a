/** Options that a command would ignore in this case are refused where they were typed. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { CommandContext } from '../command-context.ts';
import { globalOptions } from './global-options.ts';

const { profile, region, endpointUrl } = globalOptions;

/** Flags of the options about AWS, by field. */
export const awsFlags = {
  profile: profile.flag,
  region: region.flag,
  endpointUrl: endpointUrl.flag,
};

/** `reason` says when they matter: `only for runs in a bucket`. Configured ones serve other commands as well. */
export function refuseIgnored(
  context: CommandContext,
  flags: Readonly<Record<string, string>>,
  reason: string,
): void {
  const ignored = Object.entries(flags)
    .filter(([field]) => context.isTyped(field))
    .map(([, flag]) => flag);
  if (ignored.length === 0) return;
  const message = `${ignored.join(', ')}: ${reason}; omit ${ignored.length > 1 ? 'them' : 'it'}`;
  throw new FlotillaError('InvalidInput', message);
}
