/**
 * What the management account pays for the whole organization: the fee of a savings plan by day, and on the first day
 * of each month support and tax, which grow with the month.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/consolidatedbilling-support.html
 */

import { randomFrom } from '../../model/random.ts';
import { perWorld } from '../world/service-state.ts';
import type { World } from '../world/world.ts';
import { type CostSeries, noRegion, noUsageType } from './cost-series.ts';
import { dayAt, dayMs, firstOfMonth } from './days.ts';
import { seededCosts } from './seeded-costs.ts';
import { portion, units } from './usd.ts';

export const payerCosts = perWorld(createSeries);

const taxRate = 0.19;

function createSeries(world: World): readonly CostSeries[] {
  const names = {
    accountId: world.organization.managementAccountId,
    usageType: noUsageType,
    region: noRegion,
    unit: 'N/A',
  };
  const planUsd = 1 + randomFrom(world.seed, 'savings plan').integer(9);
  return [
    {
      ...names,
      service: 'Savings Plans for AWS Compute usage',
      usageType: 'ComputeSP:1yrNoUpfront',
      recordType: 'SavingsPlanRecurringFee',
      region: 'global',
      amountOn: (day, asOfMs) =>
        asOfMs > day * dayMs ? { cost: units(planUsd), quantity: units(24) } : undefined,
    },
    {
      ...names,
      service: 'AWS Support (Business)',
      recordType: 'Support',
      amountOn: (day, asOfMs) => onFirst(day, asOfMs, () => supportOf(world, day, asOfMs)),
    },
    {
      ...names,
      service: 'Tax',
      recordType: 'Tax',
      amountOn: (day, asOfMs) =>
        onFirst(day, asOfMs, () => {
          const charged = monthTotal(world, day, asOfMs) + supportOf(world, day, asOfMs);
          return portion(charged > 0n ? charged : 0n, taxRate);
        }),
    },
  ];
}

function onFirst(day: number, asOfMs: number, costOf: () => bigint) {
  if (day !== firstOfMonth(day) || asOfMs <= day * dayMs) return undefined;
  return { cost: costOf(), quantity: units(1) };
}

/** Shares of the month's charges: a tenth of the first 10,000 USD, less of what is above; 100 USD at least. */
const tiers = [
  { upTo: units(10_000), share: 0.1 },
  { upTo: units(80_000), share: 0.07 },
  { upTo: units(250_000), share: 0.05 },
  { upTo: undefined, share: 0.03 },
];

function supportOf(world: World, day: number, asOfMs: number): bigint {
  const charged = monthTotal(world, day, asOfMs);
  let [from, fee] = [0n, 0n];
  for (const { upTo, share } of tiers) {
    const to = upTo === undefined || charged < upTo ? charged : upTo;
    if (to > from) fee += portion(to - from, share);
    from = to;
  }
  const minimum = units(100);
  return fee > minimum ? fee : minimum;
}

const totals = perWorld(() => new Map<string, bigint>());

/** The sum of all accounts in a month, before support and tax. Kept: a query asks for it several times. */
function monthTotal(world: World, day: number, asOfMs: number): bigint {
  const { accounts } = world.organization;
  const key = `${day} ${asOfMs} ${accounts.length}`;
  const known = totals(world).get(key);
  if (known !== undefined) return known;
  const end = Math.min(firstOfMonth(day, 1), dayAt(asOfMs) + 1);
  let total = 0n;
  for (const series of accounts.flatMap((account) => seededCosts(world, account))) {
    for (let one = day; one < end; one++) total += series.amountOn(one, asOfMs)?.cost ?? 0n;
  }
  totals(world).set(key, total);
  return total;
}
