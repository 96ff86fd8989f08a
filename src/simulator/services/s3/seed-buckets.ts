/** Buckets that a seeded account has from the start. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import type { Bucket } from './bucket.ts';
import { makeBucket } from './make.ts';
import { makeObject } from './objects.ts';

const purposes = ['logs', 'artifacts', 'uploads', 'exports'];
const regions = ['us-east-1', 'eu-west-1', 'eu-central-1'];

export function seedBuckets(world: World, account: SimulatedAccount): readonly Bucket[] {
  if (!account.seeded) return [];
  const random = randomFrom(world.seed, account.id, 's3');
  return purposes.slice(0, 1 + random.integer(purposes.length)).map((purpose) => {
    const region = random.pick(regions);
    const bucket = makeBucket({
      name: `${purpose}-${account.id}`,
      ownerId: account.id,
      region: world.partition.regions.includes(region) ? region : world.partition.globalRegion,
      createdAt: account.joinedAt,
    });
    if (random.chance(0.5)) bucket.versioning = 'Enabled';
    if (random.chance(0.5)) bucket.tags = new Map([['purpose', purpose]]);
    // Some are older than the block on public access.
    if (random.chance(0.1)) bucket.settings.delete('publicAccessBlock');
    const object = { key: 'README.txt', body: Buffer.from(`${purpose} of ${account.name}\n`) };
    const versionId = bucket.versioning ? random.text('abcdefghijklmnopqrstuvwxyz', 32) : 'null';
    const stored = makeObject({ ...object, versionId, now: account.joinedAt });
    bucket.objects.set(object.key, [stored]);
    return bucket;
  });
}
