/**
 * GetCostForecast: the mean of the last thirty days, day after day.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostForecast.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { dayAt, firstOfMonth } from '../../costs/days.ts';
import { refreshedAt } from '../../costs/refresh.ts';
import { formatDecimal, portion } from '../../costs/usd.ts';
import { unsupported } from '../../refusals.ts';
import type { CallContext } from '../../service.ts';
import { invalid } from './errors.ts';
import { checkExpression, type Expression } from './expression.ts';
import {
  checkGranularity,
  type DateInterval,
  type DayRange,
  describeRange,
  partsOf,
  rangeOf,
} from './time-period.ts';
import { viewerOf, visibleCosts } from './visible-costs.ts';

export interface ForecastInput {
  readonly TimePeriod: DateInterval;
  readonly Metric: string;
  readonly Granularity: string;
  readonly Filter?: Expression;
  readonly PredictionIntervalLevel?: number;
}

/** Days that the mean is of; fewer than half of them with costs are too few. */
const observedDays = 30;
const minObservedDays = 14;

export function getCostForecast(input: ForecastInput, context: CallContext): object {
  const { Metric, Granularity, Filter, PredictionIntervalLevel } = input;
  if (!['UNBLENDED_COST', 'NET_UNBLENDED_COST'].includes(Metric)) {
    throw unsupported(`forecasts of ${Metric} of ce`);
  }
  const range = futureRange(input.TimePeriod, context.now);
  if (Filter) checkExpression(Filter);
  const perDay = meanOf(context, Filter);
  const forecasts = partsOf(range, checkGranularity(Granularity)).map((part) => {
    const mean = perDay * BigInt(part.end - part.start);
    return {
      TimePeriod: describeRange(part),
      MeanValue: formatDecimal(mean),
      ...(PredictionIntervalLevel !== undefined && {
        PredictionIntervalLowerBound: formatDecimal(portion(mean, 0.8)),
        PredictionIntervalUpperBound: formatDecimal(portion(mean, 1.2)),
      }),
    };
  });
  const total = perDay * BigInt(range.end - range.start);
  return {
    Total: { Amount: formatDecimal(total), Unit: 'USD' },
    ForecastResultsByTime: forecasts,
  };
}

function futureRange(period: DateInterval, now: number): DayRange {
  const range = rangeOf(period);
  const today = dayAt(now);
  if (range.start < today) {
    throw invalid(`Start date ${period.Start} is before the current date.`);
  }
  if (range.end > firstOfMonth(today, 18)) {
    throw invalid(`End date ${period.End} is more than 18 months after the current date.`);
  }
  return range;
}

function meanOf(context: CallContext, filter: Expression | undefined): bigint {
  const asOfMs = refreshedAt(context.now);
  const today = dayAt(context.now);
  const days = new Set<number>();
  let total = 0n;
  for (const { series } of visibleCosts(viewerOf(context), filter)) {
    for (let day = today - observedDays; day < today; day++) {
      const amount = series.amountOn(day, asOfMs);
      if (!amount) continue;
      days.add(day);
      total += amount.cost;
    }
  }
  if (days.size < minObservedDays) {
    const message = 'Insufficient amount of historical data to generate forecast.';
    throw new AwsError('DataUnavailableException', message);
  }
  return total / BigInt(days.size);
}
