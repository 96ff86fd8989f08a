/**
 * What counts towards a budget in its current period, and the forecast of the whole period. AWS forecasts after some
 * five weeks of costs.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
 */

import { dayAt, dayMs, firstOfMonth } from '../../costs/days.ts';
import { refreshedAt } from '../../costs/refresh.ts';
import { parseDecimal } from '../../costs/usd.ts';
import type { Expression } from '../ce/expression.ts';
import { type CostViewer, visibleCosts } from '../ce/visible-costs.ts';
import type { BudgetDefinition } from './budget.ts';
import { filteredDimensions } from './definition.ts';

export interface BudgetSpend {
  /** First day of the period. */
  readonly start: number;
  readonly limit: bigint;
  readonly actual: bigint;
  readonly forecast?: bigint;
}

export function spendOf(
  viewer: CostViewer,
  definition: BudgetDefinition,
  now: number,
): BudgetSpend {
  const { start, end } = periodOf(definition, now);
  const today = dayAt(now);
  const actual = sumOf(viewer, definition, { from: start, to: Math.min(end, today + 1), now });
  const spend = { start, limit: limitOf(definition, start), actual };
  if (!hasHistory(viewer, today)) return spend;
  const recent = sumOf(viewer, definition, { from: today - meanDays, to: today, now });
  const remaining = BigInt(Math.max(0, end - today - 1));
  return { ...spend, forecast: actual + (recent * remaining) / BigInt(meanDays) };
}

/** Days that the forecast is the mean of. */
const meanDays = 30;
const minDaysOfHistory = 35;

function hasHistory({ world, accountId }: CostViewer, today: number): boolean {
  const { joinedAt = Number.POSITIVE_INFINITY } = world.accounts.get(accountId) ?? {};
  return dayAt(joinedAt) <= today - minDaysOfHistory;
}

/** Days from the first to the last, the latter excluded. A daily budget is that of yesterday, which is complete. */
function periodOf({ TimeUnit, TimePeriod }: BudgetDefinition, now: number) {
  const day = dayAt(now);
  const firstOfYear = firstOfMonth(day, -new Date(now).getUTCMonth());
  const firstOfQuarter = firstOfMonth(day, -(new Date(now).getUTCMonth() % 3));
  const periods: Readonly<Record<string, { readonly start: number; readonly end: number }>> = {
    DAILY: { start: day - 1, end: day },
    MONTHLY: { start: firstOfMonth(day), end: firstOfMonth(day, 1) },
    QUARTERLY: { start: firstOfQuarter, end: firstOfMonth(firstOfQuarter, 3) },
    ANNUALLY: { start: firstOfYear, end: firstOfMonth(firstOfYear, 12) },
  };
  const first = dayAt(TimePeriod?.Start?.getTime() ?? 0);
  const last = dayAt(TimePeriod?.End?.getTime() ?? now + dayMs);
  const { start, end } = periods[TimeUnit] ?? { start: first, end: last };
  return { start: Math.max(start, first), end: Math.min(end, last) };
}

function limitOf({ BudgetLimit, PlannedBudgetLimits }: BudgetDefinition, start: number): bigint {
  const planned = Object.entries(PlannedBudgetLimits ?? {}).find(
    ([epochSeconds]) => dayAt(Number(epochSeconds) * 1_000) === start,
  );
  const limit = planned?.[1] ?? BudgetLimit;
  return parseDecimal(limit?.Amount ?? '0') ?? 0n;
}

interface SummedDays {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

function sumOf(
  viewer: CostViewer,
  definition: BudgetDefinition,
  { from, to, now }: SummedDays,
): bigint {
  const excluded = excludedRecords(definition);
  const asOfMs = refreshedAt(now);
  let total = 0n;
  for (const { series } of visibleCosts(viewer, filterOf(definition))) {
    if (excluded.has(series.recordType)) continue;
    for (let day = from; day < to; day++) total += series.amountOn(day, asOfMs)?.cost ?? 0n;
  }
  return total;
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CostTypes.html */
const recordTypesByOption: Readonly<Record<string, readonly string[]>> = {
  IncludeTax: ['Tax'],
  IncludeSubscription: ['Upfront', 'Recurring', 'SavingsPlanRecurringFee'],
  IncludeRefund: ['Refund'],
  IncludeCredit: ['Credit'],
  IncludeUpfront: ['Upfront'],
  IncludeRecurring: ['Recurring', 'SavingsPlanRecurringFee'],
  IncludeOtherSubscription: ['Other'],
  IncludeSupport: ['Support'],
};

function excludedRecords({ CostTypes = {} }: BudgetDefinition): ReadonlySet<string> {
  const options = Object.entries(recordTypesByOption);
  return new Set(options.flatMap(([option, types]) => (CostTypes[option] === false ? types : [])));
}

function filterOf({
  CostFilters = {},
  FilterExpression,
}: BudgetDefinition): Expression | undefined {
  const conditions = Object.entries(CostFilters).map(([name, Values]) => ({
    Dimensions: { Key: filteredDimensions[name] ?? name, Values },
  }));
  const all = [...conditions, ...(FilterExpression ? [FilterExpression] : [])];
  return all.length > 0 ? { And: all } : undefined;
}
