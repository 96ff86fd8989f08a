/** Opens both accounts of an installation from what the command line says. */

import { type Fleet, type FleetOptions, openFleet } from '../../aws/open-fleet.ts';
import { type KnownAccess, readFacts } from '../../infrastructure/access.ts';
import type { InfrastructureSettings } from '../../infrastructure/settings.ts';
import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import type { CatalogueEntry } from '../../inventory/catalogue/entry.ts';
import { withParents } from '../../inventory/catalogue/lineage.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { catalogueFor, type Narrowing } from '../options/collect.ts';
import {
  type InfrastructureGiven,
  installationFlags,
  settingsOf,
} from '../options/infrastructure.ts';
import { readFlags } from '../options/named-flags.ts';

export interface OpenedInstallation {
  readonly access: KnownAccess;
  readonly settings: InfrastructureSettings;
}

/** Connections are closed, whatever becomes of the work. */
export async function withInstallation<T>(
  given: InfrastructureGiven,
  io: Io,
  work: (opened: OpenedInstallation) => Promise<T>,
): Promise<T> {
  const { billingProfile, securityProfile, ...values } = readFlags(installationFlags, given);
  const named = { ...settingsOf(values), entries: entriesFor(given) };
  const fleets = fleetsFor({ given, billing: billingProfile, security: securityProfile }, io);
  try {
    const access = await readFacts(fleets);
    const region = await regionOf(fleets.security);
    if (given.breadth) io.stderr.write(breadthNote);
    return await work({ access, settings: { ...named, region } });
  } finally {
    fleets.billing.close();
    fleets.security.close();
  }
}

const breadthNote =
  "Cloud Control asks the services with the role's own permissions, which no list has: attach AWS's ReadOnlyAccess to the inventory role as well\n";

interface Profiles {
  readonly given: InfrastructureGiven;
  readonly billing: string;
  readonly security: string;
}

export function fleetsFor(
  { given, billing, security }: Profiles,
  io: Io,
): { readonly billing: Fleet; readonly security: Fleet } {
  const { profile, ...options } = fleetOptionsFrom(given, io);
  if (profile !== undefined) {
    throw new FlotillaError(
      'InvalidInput',
      `--profile: "${profile}" is one account, and this needs two; give --billing-aws-profile and --security-aws-profile`,
    );
  }
  const open = (name: string) => openFleet({ ...options, profile: name } satisfies FleetOptions);
  return { billing: open(billing), security: open(security) };
}

/** What the role in every account is for. */
export function entriesFor(given: Narrowing): readonly CatalogueEntry[] {
  const catalogue = catalogueFor(given);
  return withParents(selectEntries(catalogue, given), catalogue.byKey);
}

async function regionOf(fleet: Fleet): Promise<string> {
  const region = await fleet.region();
  if (region !== undefined) return region;
  throw new FlotillaError(
    'InvalidInput',
    'no region is configured for the bucket; say --region, or set it in the profile of the security account',
  );
}
