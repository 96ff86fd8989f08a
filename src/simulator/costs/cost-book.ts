/** The costs of the organization: those from the seed and those that a test adds, or the latter alone. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { SimulatedAccount } from '../world/account.ts';
import { perWorld } from '../world/service-state.ts';
import type { World } from '../world/world.ts';
import { type CostSeries, noRegion, noUsageType } from './cost-series.ts';
import { dayMs, parseDay } from './days.ts';
import { payerCosts } from './payer-costs.ts';
import { seededCosts } from './seeded-costs.ts';
import { parseDecimal } from './usd.ts';

/** A cost that is set by hand. */
export interface AddedCost {
  /** Id of an account of the organization, also of a closed one. */
  readonly account: string;
  /** `2026-01-31`. */
  readonly day: string;
  /** In USD, with at most ten decimals: `12.50`, `-3`. */
  readonly amount: string;
  /** Default `Amazon Elastic Compute Cloud - Compute`. */
  readonly service?: string;
  /** Default `BoxUsage:t3.medium` for usage, otherwise `NoUsageType`. */
  readonly usageType?: string;
  /** `Usage`, `Tax`, `Support`, `Credit`, `Refund`, `Recurring`, …. Default `Usage`. */
  readonly recordType?: string;
  /** Default `us-east-1` for usage, otherwise `NoRegion`. */
  readonly region?: string;
  /** Decimal text. Default `1`. */
  readonly quantity?: string;
  /** The day from which Cost Explorer shows it: a late correction. Default: `day`. */
  readonly reportedOn?: string;
}

interface CostBook {
  isSeeded: boolean;
  added: Map<string, CostSeries[]>;
}

const bookOf = perWorld((): CostBook => ({ isSeeded: true, added: new Map() }));

/** Throws a `FlotillaError` for an account, day or amount that does not exist. */
export function addCost(world: World, cost: AddedCost): void {
  const series = seriesOf(world, cost);
  const { added } = bookOf(world);
  const known = added.get(cost.account);
  if (known) known.push(series);
  else added.set(cost.account, [series]);
}

/** Replaces all costs, those from the seed included. */
export function setCosts(world: World, costs: readonly AddedCost[]): void {
  const book = bookOf(world);
  book.isSeeded = false;
  book.added.clear();
  for (const cost of costs) addCost(world, cost);
}

export function costsOf(world: World, account: SimulatedAccount): readonly CostSeries[] {
  const { isSeeded, added } = bookOf(world);
  const byHand = added.get(account.id) ?? [];
  if (!isSeeded) return byHand;
  const isPayer = account.id === world.organization.managementAccountId;
  return [...seededCosts(world, account), ...(isPayer ? payerCosts(world) : []), ...byHand];
}

function seriesOf(world: World, cost: AddedCost): CostSeries {
  const { account, recordType = 'Usage', reportedOn = cost.day } = cost;
  if (!world.accounts.has(account)) throw invalid('account', account, 'an account');
  const isUsage = recordType === 'Usage';
  const day = dayOf('day', cost.day);
  const reportedMs = dayOf('reportedOn', reportedOn) * dayMs;
  const amount = {
    cost: decimalOf('amount', cost.amount),
    quantity: decimalOf('quantity', cost.quantity ?? '1'),
  };
  return {
    accountId: account,
    service: cost.service ?? 'Amazon Elastic Compute Cloud - Compute',
    usageType: cost.usageType ?? (isUsage ? 'BoxUsage:t3.medium' : noUsageType),
    recordType,
    region: cost.region ?? (isUsage ? 'us-east-1' : noRegion),
    unit: isUsage ? 'Hrs' : 'N/A',
    amountOn: (other, asOfMs) => (other === day && asOfMs >= reportedMs ? amount : undefined),
  };
}

function dayOf(member: string, text: string): number {
  const day = parseDay(text);
  if (day === undefined) throw invalid(member, text, 'a day like 2026-01-31');
  return day;
}

function decimalOf(member: string, text: string): bigint {
  const value = parseDecimal(text);
  if (value === undefined) throw invalid(member, text, 'a decimal with at most ten places');
  return value;
}

function invalid(member: string, value: string, expected: string): FlotillaError {
  const message = `A cost's ${member} is ${expected}; "${value}" is not.`;
  return new FlotillaError('InvalidInput', message);
}
