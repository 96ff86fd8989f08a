/** The CloudWatch Logs state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { LogGroup, LogGroups } from './log-group.ts';
import { seedLogGroups } from './seed-log-groups.ts';

export const groupsOf = perRegion(
  (world: World, account: SimulatedAccount, region): LogGroups =>
    new Map(seedLogGroups(world, account, region).map((group) => [group.name, group])),
);
const dayMs = 86_400_000;

/** Earliest time of events that are still retained. */
export function retainedSince({ retentionDays }: LogGroup, now: number): number {
  return retentionDays === undefined ? Number.NEGATIVE_INFINITY : now - retentionDays * dayMs;
}
