/** The regions that an account may use: the default ones always, opt-in regions when enabled. */

import type { Partition } from '../../aws/models/service-model.ts';
import type { RegionStatus, SimulatedAccount } from './account.ts';
import type { World } from './world.ts';

/** Regions launched before 2019-03-20: they cannot be disabled. */
export const alwaysOn: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]);

/** Only the commercial partition has opt-in regions. */
export function isOptIn(partition: Partition, region: string): boolean {
  return partition.name === 'aws' && !alwaysOn.has(region);
}

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
