/** Buckets and their contents. Names of buckets are unique in the whole partition. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount, perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Bucket } from './bucket.ts';
import { seedBuckets } from './seed-buckets.ts';

/** By name. */
const allBuckets = perWorld(() => new Map<string, Bucket>());

/** The account's own buckets by name, seeded if the account is. */
export const bucketsOf = perAccount((world: World, account: SimulatedAccount) => {
  const own = new Map<string, Bucket>();
  for (const bucket of seedBuckets(world, account)) {
    own.set(bucket.name, bucket);
    allBuckets(world).set(bucket.name, bucket);
  }
  return own;
});

export function findBucket(world: World, name: string): Bucket | undefined {
  touchOwner(world, name);
  return allBuckets(world).get(name);
}

export function addBucket(world: World, account: SimulatedAccount, bucket: Bucket): void {
  bucketsOf(world, account).set(bucket.name, bucket);
  allBuckets(world).set(bucket.name, bucket);
}

export function removeBucket(world: World, account: SimulatedAccount, name: string): void {
  bucketsOf(world, account).delete(name);
  allBuckets(world).delete(name);
}

/** Seeded buckets end in their account's number, so they can be found before the account is first used. */
function touchOwner(world: World, name: string): void {
  const account = world.accounts.get(/-(\d{12})$/.exec(name)?.[1] ?? '');
  if (account) bucketsOf(world, account);
}
