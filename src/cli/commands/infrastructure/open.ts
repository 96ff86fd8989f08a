/** Opens both accounts of an installation. */

import { type Fleet, openFleet } from '../../../aws/open-fleet.ts';
import { type KnownAccess, readFacts } from '../../../infrastructure/access.ts';
import type { InfrastructureSettings } from '../../../infrastructure/settings.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { CommandContext } from '../../command-context.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { breadthNote, entriesWithParents } from '../inventory/read-catalogue.ts';
import { assertMemberOptions, type InfrastructureValues } from './member-options.ts';
import { infrastructureSettings, type ProfileValues } from './options.ts';

export interface OpenInstallation {
  readonly access: KnownAccess;
  readonly settings: InfrastructureSettings;
}

/** Closes the connections at the end. */
export async function withInstallation<T>(
  options: InfrastructureValues,
  context: CommandContext,
  work: (opened: OpenInstallation) => Promise<T>,
): Promise<T> {
  assertMemberOptions(options, context);
  const named = { ...infrastructureSettings(options), entries: entriesWithParents(options) };
  const fleets = openFleets(options, context);
  try {
    const access = await readFacts(fleets);
    const region = await regionOf(fleets.security);
    if (options.breadth) context.warn(breadthNote);
    return await work({ access, settings: { ...named, region } });
  } finally {
    fleets.billing.close();
    fleets.security.close();
  }
}

export interface Fleets {
  readonly billing: Fleet;
  readonly security: Fleet;
}

/** A general `--profile` would be one account, and this needs two. */
export function openFleets(
  {
    billingAwsProfile,
    securityAwsProfile,
    region,
    endpointUrl,
  }: ProfileValues & Omit<AwsOptionValues, 'profile'>,
  context: CommandContext,
): Fleets {
  const open = (profile: string) =>
    openFleet(context.fleetOptions({ profile, region, endpointUrl }));
  return { billing: open(billingAwsProfile), security: open(securityAwsProfile) };
}

async function regionOf(fleet: Fleet): Promise<string> {
  const region = await fleet.region();
  if (region !== undefined) return region;
  throw new FlotillaError(
    'InvalidInput',
    'no region is configured for the bucket; give --region, or set it in the profile of the security account',
  );
}
