/** All costs that are known now, line by line: what an export of billing data contains. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { activeTagsOf } from '../services/ce/allocation-tags.ts';
import type { World } from '../world/world.ts';
import { costsOf } from './cost-book.ts';
import { formatDay, parseDay } from './days.ts';
import { refreshedAt } from './refresh.ts';
import { formatDecimal } from './usd.ts';

/** What one account pays for one usage type on one day. */
export interface KnownCost {
  readonly accountId: string;
  readonly accountName: string;
  /** `2026-01-31`. */
  readonly day: string;
  readonly service: string;
  readonly usageType: string;
  readonly recordType: string;
  readonly region: string;
  /** USD, as a decimal text. */
  readonly amount: string;
  readonly quantity: string;
  readonly unit: string;
  /** Cost allocation tags that are active: `accountTag/cost-center`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Days from `start`, up to and without `end`. */
export function knownCosts(world: World, start: string, end: string): readonly KnownCost[] {
  const [first, last] = [dayOf(start), dayOf(end)];
  const asOfMs = refreshedAt(world.clock.now());
  return world.organization.accounts.flatMap((account) => {
    const tags = activeTagsOf(world, account);
    return costsOf(world, account).flatMap(({ amountOn, ...series }) => {
      const found: KnownCost[] = [];
      for (let day = first; day < last; day++) {
        const amount = amountOn(day, asOfMs);
        if (!amount) continue;
        found.push({
          ...series,
          accountName: account.name,
          day: formatDay(day),
          amount: formatDecimal(amount.cost),
          quantity: formatDecimal(amount.quantity),
          tags,
        });
      }
      return found;
    });
  });
}

function dayOf(text: string): number {
  const day = parseDay(text);
  if (day !== undefined) return day;
  throw new FlotillaError('InvalidInput', `A day is like 2026-01-31; "${text}" is not.`);
}
