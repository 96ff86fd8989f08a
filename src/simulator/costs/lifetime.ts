/** The days on which an account exists, and can cost something. */

import { randomFrom } from '../../model/random.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { World } from '../world/world.ts';
import { dayAt } from './days.ts';

export interface Lifetime {
  readonly firstDay: number;
  /** The day of its closing, included; infinity for an open account. */
  readonly lastDay: number;
}

export function lifetimeOf(world: World, account: SimulatedAccount): Lifetime {
  return { firstDay: dayAt(account.joinedAt), lastDay: lastDayOf(world, account) };
}

/** Accounts that are closed from the start were closed at a time from the seed, before 2026. */
function lastDayOf({ seed }: World, { id, state, joinedAt, closedAt }: SimulatedAccount): number {
  if (state === 'ACTIVE') return Number.POSITIVE_INFINITY;
  if (closedAt !== undefined) return dayAt(closedAt);
  const ageMs = Math.max(0, seededUntil - joinedAt);
  return dayAt(joinedAt + randomFrom(seed, id, 'closed').next() * ageMs);
}

const seededUntil = Date.UTC(2026, 0, 1);
