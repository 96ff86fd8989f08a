/** Tables that a seeded account has from the start. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { hexadecimal } from '../../world/ids.ts';
import type { World } from '../../world/world.ts';
import { makeTable } from './make.ts';
import type { Tables } from './table.ts';

const names = ['sessions', 'orders', 'audit'];

export function seedTables(world: World, account: SimulatedAccount, region: string): Tables {
  const random = randomFrom(world.seed, account.id, region, 'dynamodb');
  const requested = account.seeded ? names.slice(0, random.integer(names.length + 1)) : [];
  const tables = requested.map((name) => {
    const table = makeTable(world, account, region, {
      name,
      id: random.text(hexadecimal, 32),
      hashKey: { name: 'id', type: 'S' },
      createdAt: account.joinedAt,
    });
    if (random.chance(0.5)) table.tags.set('application', name);
    return table;
  });
  return new Map(tables.map((table) => [table.name, table]));
}
