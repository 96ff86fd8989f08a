/**
 * GetCostAndUsage: sums by period and group, in pages.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { isFinal, refreshedAt } from '../../costs/refresh.ts';
import { formatDecimal } from '../../costs/usd.ts';
import { unsupported } from '../../refusals.ts';
import type { CallContext } from '../../service.ts';
import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { invalid } from './errors.ts';
import { type CostFacts, checkDimension, checkExpression, type Expression } from './expression.ts';
import {
  checkGranularity,
  type DateInterval,
  type DayRange,
  describeRange,
  partsOf,
  pastRange,
} from './time-period.ts';
import { type VisibleCost, viewerOf, visibleCosts } from './visible-costs.ts';

export interface CostAndUsageInput {
  readonly TimePeriod: DateInterval;
  readonly Granularity: string;
  readonly Filter?: Expression;
  readonly Metrics: readonly string[];
  readonly GroupBy?: readonly { readonly Type?: string; readonly Key?: string }[];
  readonly NextPageToken?: string;
}

interface Sum {
  readonly part: DayRange;
  /** None without GroupBy. */
  readonly keys: readonly string[];
  cost: bigint;
  quantity: bigint;
  readonly units: Set<string>;
}

/** AWS documents no size of a page; this one is an assumption. */
const maxPageSize = 5_000;

export function getCostAndUsage(input: CostAndUsageInput, context: CallContext): object {
  const { Metrics, GroupBy = [] } = input;
  checkMetrics(Metrics);
  const grouping = groupingOf(GroupBy);
  const { world, caller, now } = context;
  const scope = `${caller.accountId} ${JSON.stringify({ ...input, NextPageToken: undefined })}`;
  const page = callPage(
    context,
    {
      items: sumsOf(input, context, { grouping, scope }),
      key: ({ part, keys }) => [part.start, ...keys].join('\n'),
      token: input.NextPageToken,
      size: maxPageSize,
      scope,
      invalidToken: () =>
        new AwsError('InvalidNextTokenException', 'The next page token is not valid.'),
    },
    'NextPageToken',
  );
  return {
    ...(GroupBy.length > 0 && { GroupDefinitions: GroupBy }),
    ResultsByTime: resultsOf(page.items, { metrics: Metrics, isGrouped: GroupBy.length > 0, now }),
    DimensionValueAttributes: GroupBy.some(({ Key }) => Key === 'LINKED_ACCOUNT')
      ? accountAttributes(world, page.items)
      : [],
    ...page.token,
  };
}

const moneyMetrics = ['UnblendedCost', 'NetUnblendedCost'];
const otherMetrics = ['AmortizedCost', 'NetAmortizedCost', 'BlendedCost', 'NormalizedUsageAmount'];

function checkMetrics(metrics: readonly string[]): void {
  if (metrics.length === 0) throw invalid('Metrics must not be empty.');
  for (const name of metrics) {
    if (otherMetrics.includes(name)) throw unsupported(`the metric ${name} of ce`);
    if (name !== 'UsageQuantity' && !moneyMetrics.includes(name)) {
      throw invalid(`Metric ${name} is not valid.`);
    }
  }
}

type Grouping = readonly ((facts: CostFacts) => string)[];

function groupingOf(groups: NonNullable<CostAndUsageInput['GroupBy']>): Grouping {
  if (groups.length > 2) throw invalid('GroupBy can have at most two groups.');
  return groups.map(({ Type, Key }) => {
    if (Type === 'COST_CATEGORY') throw unsupported('cost categories of ce');
    if (Type === 'TAG') {
      if (!Key) throw invalid('A group of type TAG needs a Key.');
      // The value is empty for costs without the tag.
      return ({ tags }) => `${Key}$${tags[Key] ?? ''}`;
    }
    if (Type !== 'DIMENSION') throw invalid(`Group type ${Type} is not valid.`);
    const dimension = checkDimension(Key);
    return ({ dimensions }) => dimensions[dimension] ?? '';
  });
}

interface SumOptions {
  readonly grouping: Grouping;
  readonly scope: string;
}

/** The last listing, for its next pages: a month of a large organization has thousands of groups. */
const lastListing = perWorld(() => ({ key: '', sums: [] as readonly Sum[] }));

function sumsOf(
  input: CostAndUsageInput,
  context: CallContext,
  { grouping, scope }: SumOptions,
): readonly Sum[] {
  const asOfMs = refreshedAt(context.now);
  const last = lastListing(context.world);
  const key = `${asOfMs} ${scope}`;
  if (input.NextPageToken !== undefined && last.key === key) return last.sums;
  if (input.Filter) checkExpression(input.Filter);
  const parts = partsOf(
    pastRange(input.TimePeriod, context.now),
    checkGranularity(input.Granularity),
  );
  const sums = sumsOfParts(visibleCosts(viewerOf(context), input.Filter), {
    parts,
    grouping,
    asOfMs,
  });
  Object.assign(last, { key, sums });
  return sums;
}

interface PartsOptions {
  readonly parts: readonly DayRange[];
  readonly grouping: Grouping;
  readonly asOfMs: number;
}

/** Every period has a sum, of zero and without keys if need be. */
function sumsOfParts(
  costs: Iterable<VisibleCost>,
  { parts, grouping, asOfMs }: PartsOptions,
): readonly Sum[] {
  const sums = parts.map((part) => ({ part, byKey: new Map<string, Sum>() }));
  for (const { series, facts } of costs) {
    const keys = grouping.map((keyOf) => keyOf(facts));
    const id = keys.join('\n');
    for (const { part, byKey } of sums) {
      for (let day = part.start; day < part.end; day++) {
        const amount = series.amountOn(day, asOfMs);
        if (!amount) continue;
        const sum = byKey.get(id) ?? emptySum(part, keys);
        byKey.set(id, sum);
        sum.cost += amount.cost;
        sum.quantity += amount.quantity;
        sum.units.add(series.unit);
      }
    }
  }
  return sums.flatMap(({ part, byKey }) => {
    if (byKey.size === 0) return [emptySum(part, [])];
    return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  });
}

function emptySum(part: DayRange, keys: readonly string[]): Sum {
  return { part, keys, cost: 0n, quantity: 0n, units: new Set() };
}

interface ResultOptions {
  readonly metrics: readonly string[];
  readonly isGrouped: boolean;
  readonly now: number;
}

/** A period whose groups are on two pages is on both. */
function resultsOf(sums: readonly Sum[], { metrics, isGrouped, now }: ResultOptions): object[] {
  const parts = [...new Set(sums.map(({ part }) => part))];
  return parts.map((part) => {
    const own = sums.filter((sum) => sum.part === part);
    const groups = own.filter(({ keys }) => keys.length > 0);
    const [total] = own;
    return {
      TimePeriod: describeRange(part),
      Total: isGrouped || !total ? {} : metricsOf(total, metrics),
      Groups: groups.map((sum) => ({ Keys: sum.keys, Metrics: metricsOf(sum, metrics) })),
      Estimated: !isFinal(part.end - 1, now),
    };
  });
}

function metricsOf({ cost, quantity, units }: Sum, metrics: readonly string[]): object {
  const [unit = 'N/A'] = units;
  return Object.fromEntries(
    metrics.map((name) => [
      name,
      name === 'UsageQuantity'
        ? { Amount: formatDecimal(quantity), Unit: units.size > 1 ? 'N/A' : unit }
        : { Amount: formatDecimal(cost), Unit: 'USD' },
    ]),
  );
}

function accountAttributes({ accounts }: World, sums: readonly Sum[]): object[] {
  const keys = new Set(sums.flatMap((sum) => sum.keys));
  return [...keys].flatMap((id) => {
    const account = accounts.get(id);
    return account ? [{ Value: id, Attributes: { description: account.name } }] : [];
  });
}
