/** The regions that an account may use: the default ones always, opt-in regions when enabled. */

import { isOptIn } from '../../aws/models/opt-in-regions.ts';
import type { RegionStatus, SimulatedAccount } from './account.ts';
import type { World } from './world.ts';

/** Undefined for a region that is not of this partition. */
export function regionStatus(
  world: World,
  account: SimulatedAccount,
  region: string,
): RegionStatus | undefined {
  if (!world.partition.regions.includes(region)) return undefined;
  if (!isOptIn(world.partition, region)) return 'ENABLED_BY_DEFAULT';
  return account.regions?.get(region) ?? 'DISABLED';
}

/** A region that is being disabled still responds. */
export function isRegionUsable(world: World, account: SimulatedAccount, region: string): boolean {
  const status = regionStatus(world, account, region);
  return status === 'ENABLED_BY_DEFAULT' || status === 'ENABLED' || status === 'DISABLING';
}

export function setRegionStatus(
  account: SimulatedAccount,
  region: string,
  status: RegionStatus,
): void {
  account.regions ??= new Map();
  account.regions.set(region, status);
}
