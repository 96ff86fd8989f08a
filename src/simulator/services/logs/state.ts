/** The CloudWatch Logs state of one account and region. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { append, type LogGroup, type LogGroups, makeGroup, makeStream } from './log-group.ts';

export const groupsOf = perRegion(
  (world: World, account: SimulatedAccount, region): LogGroups =>
    new Map(seedLogGroups(world, account, region).map((group) => [group.name, group])),
);

const dayMs = 86_400_000;
const seededNames = ['/aws/lambda/order-importer', '/aws/lambda/thumbnailer', 'web-shop'];

/** Earliest time of events that are still retained. */
export function retainedSince({ retentionDays }: LogGroup, now: number): number {
  return retentionDays === undefined ? Number.NEGATIVE_INFINITY : now - retentionDays * dayMs;
}

/** Log groups that a seeded account has from the start. */
function seedLogGroups(world: World, account: SimulatedAccount, region: string): LogGroup[] {
  if (!account.seeded) return [];
  const random = randomFrom(world.seed, account.id, region, 'logs');
  const now = account.joinedAt;
  return seededNames.slice(0, 1 + random.integer(seededNames.length)).map((name) => {
    const group = makeGroup(world, { accountId: account.id, region }, { name, now });
    if (random.chance(0.5)) group.retentionDays = 30;
    if (random.chance(0.5)) group.tags.set('application', 'web-shop');
    const stream = makeStream('main', now);
    append(stream, [{ timestamp: now, message: 'started', ingestedAt: now }]);
    group.streams.set(stream.name, stream);
    return group;
  });
}
