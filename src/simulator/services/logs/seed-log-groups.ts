/** Log groups that a seeded account has from the start. */

import type { SimulatedAccount } from '../../world/account.ts';
import { randomFrom } from '../../world/random.ts';
import type { World } from '../../world/world.ts';
import { append, type LogGroup, makeGroup, makeStream } from './log-group.ts';

const names = ['/aws/lambda/order-importer', '/aws/lambda/thumbnailer', 'web-shop'];

export function seedLogGroups(world: World, account: SimulatedAccount, region: string): LogGroup[] {
  if (!account.seeded) return [];
  const random = randomFrom(world.seed, account.id, region, 'logs');
  const now = account.joinedAt;
  return names.slice(0, 1 + random.integer(names.length)).map((name) => {
    const group = makeGroup(world, { accountId: account.id, region }, { name, now });
    if (random.chance(0.5)) group.retentionDays = 30;
    if (random.chance(0.5)) group.tags.set('application', 'web-shop');
    const stream = makeStream('main', now);
    append(stream, [{ timestamp: now, message: 'started', ingestedAt: now }]);
    group.streams.set(stream.name, stream);
    return group;
  });
}
