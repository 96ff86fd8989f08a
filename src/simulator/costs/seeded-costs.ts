/**
 * Costs of an account, from the seed and its id: usage with the rhythm of a week, credits, refunds, reservations and
 * savings plans in some accounts. A part of the usage is reported late: the amount of a day still changes some days
 * after it.
 */

import { hash, type Random, randomFrom } from '../../model/random.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { World } from '../world/world.ts';
import { type CostAmount, type CostSeries, noRegion, noUsageType } from './cost-series.ts';
import { dayMs, firstOfMonth } from './days.ts';
import { lifetimeOf } from './lifetime.ts';
import { pricedRegions, pricedServices } from './price-list.ts';
import { portion, units } from './usd.ts';

/** Computed anew each time: kept, they would take as much memory as the roles of an account. */
export function seededCosts(world: World, account: SimulatedAccount): readonly CostSeries[] {
  const random = randomFrom(world.seed, account.id, 'costs');
  // Most accounts cost some ten dollars a month, a few cost thousands.
  const size = Math.exp((random.next() + random.next() + random.next() - 1.5) * 3);
  const region = random.pick(pricedRegions);
  const isOpen = (day: number) => {
    const { firstDay, lastDay } = lifetimeOf(world, account);
    return day >= firstDay && day <= lastDay;
  };
  const used = pricedServices.filter(({ popularity }) => random.chance(popularity));
  const usage = used.flatMap(({ name: service, isGlobal = false, usageTypes }) =>
    usageTypes.map(({ name, unit, price }) => {
      const perDayUsd = size * (0.02 + random.next() * 0.3);
      return usageSeries(
        {
          accountId: account.id,
          service,
          usageType: isGlobal ? name : `${region.prefix}${name}`,
          recordType: 'Usage',
          region: isGlobal ? 'global' : region.name,
          unit,
        },
        { perDay: perDayUsd / price, price, isReportedLate: random.chance(0.3), isOpen },
      );
    }),
  );
  return [...usage, ...exceptionalCosts(random, account, { size, usage, isOpen })];
}

type SeriesNames = Omit<CostSeries, 'amountOn'>;

interface UsageRate {
  readonly perDay: number;
  readonly price: number;
  readonly isReportedLate: boolean;
  readonly isOpen: IsOpen;
}

/** Whether the account exists and is open on a day. */
type IsOpen = (day: number) => boolean;

function usageSeries(names: SeriesNames, rate: UsageRate): CostSeries {
  const key = hash(`${names.accountId} ${names.usageType}`);
  return {
    ...names,
    amountOn: (day, asOfMs) => {
      const { perDay, price, isReportedLate, isOpen } = rate;
      if (!isOpen(day)) return undefined;
      const known = Math.min(1, (asOfMs - day * dayMs) / dayMs);
      if (known <= 0) return undefined;
      const noise = mixed(key, day);
      const onTime = isReportedLate && asOfMs < correctedAt(day, noise) ? 0.9 + noise * 0.09 : 1;
      const quantity = perDay * weekdayFactor(day) * (0.9 + noise * 0.2) * known * onTime;
      return { cost: units(quantity * price), quantity: units(quantity) };
    },
  };
}

/** One to four days after the end of the day: before the bill of its month is final. */
function correctedAt(day: number, noise: number): number {
  return (day + 2) * dayMs + Math.floor(noise * 9) * (dayMs / 3);
}

/** Day 0 was a Thursday: less is used at weekends. */
function weekdayFactor(day: number): number {
  const weekday = (day + 4) % 7;
  return weekday === 0 || weekday === 6 ? 0.6 : 1;
}

/** At least 0, less than 1, for a series and a day. */
function mixed(key: number, day: number): number {
  let value = Math.imul(key ^ Math.imul(day, 0x9e3779b1), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 4_294_967_296;
}

interface UsageOfAccount {
  readonly size: number;
  readonly usage: readonly CostSeries[];
  readonly isOpen: IsOpen;
}

/** What some accounts have beside usage. Every choice is drawn, so that one does not change the others. */
function exceptionalCosts(
  random: Random,
  { id: accountId }: SimulatedAccount,
  { size, usage, isOpen }: UsageOfAccount,
): readonly CostSeries[] {
  const [first] = usage;
  const usd = (amount: number) => units(Math.round(size * amount * 100) / 100);
  const fee = { accountId, region: noRegion, unit: 'N/A', usageType: noUsageType };
  const hasCredits = random.chance(0.1);
  const hasRefund = random.chance(0.05);
  const refundMonth = random.integer(12);
  const hasReservation = random.chance(0.05);
  const hasSavingsPlan = random.chance(0.1);
  const hasDomain = random.chance(0.05);
  const reservation = {
    accountId,
    service: 'Amazon Relational Database Service',
    usageType: 'HeavyUsage:db.t3.medium',
    region: 'us-east-1',
    unit: 'Hrs',
  };
  return [
    ...(hasCredits && first ? [creditSeries(first)] : []),
    ...(hasRefund
      ? [
          monthly({ ...fee, service: 'AmazonCloudWatch', recordType: 'Refund' }, isOpen, (month) =>
            month === refundMonth ? -usd(3) : undefined,
          ),
        ]
      : []),
    ...(hasReservation
      ? [
          monthly({ ...reservation, recordType: 'Recurring' }, isOpen, () => usd(11)),
          monthly({ ...reservation, recordType: 'Upfront' }, isOpen, (month) =>
            month === refundMonth ? usd(120) : undefined,
          ),
        ]
      : []),
    ...(hasSavingsPlan && first ? savingsPlanSeries(first) : []),
    ...(hasDomain
      ? [
          monthly({ ...fee, service: 'Amazon Registrar', recordType: 'Other' }, isOpen, (month) =>
            month === refundMonth ? units(14) : undefined,
          ),
        ]
      : []),
  ];
}

/** A promotional credit pays for a half of a usage type. */
function creditSeries(usage: CostSeries): CostSeries {
  return derived(usage, 'Credit', ({ cost }) => ({ cost: -portion(cost, 0.5), quantity: 0n }));
}

/** Covered usage has its price on demand, and a negation of the same amount; the payer pays the plan. */
function savingsPlanSeries(usage: CostSeries): readonly CostSeries[] {
  return [
    derived(usage, 'SavingsPlanCoveredUsage', ({ cost, quantity }) => ({ cost, quantity })),
    derived(usage, 'SavingsPlanNegation', ({ cost }) => ({ cost: -cost, quantity: 0n })),
  ];
}

function derived(
  usage: CostSeries,
  recordType: string,
  amountOf: (amount: CostAmount) => CostAmount,
): CostSeries {
  return {
    ...usage,
    recordType,
    amountOn: (day, asOfMs) => {
      const amount = usage.amountOn(day, asOfMs);
      return amount && amountOf(amount);
    },
  };
}

/** On the first day of a month; `costIn` gets the month from 0 to 11. */
function monthly(
  names: SeriesNames,
  isOpen: IsOpen,
  costIn: (month: number) => bigint | undefined,
): CostSeries {
  return {
    ...names,
    amountOn: (day, asOfMs) => {
      if (!isOpen(day) || day !== firstOfMonth(day) || asOfMs <= day * dayMs) return undefined;
      const cost = costIn(new Date(day * dayMs).getUTCMonth());
      return cost === undefined ? undefined : { cost, quantity: units(1) };
    },
  };
}
