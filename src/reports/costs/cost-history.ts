/** The charges of past months, for trends, and the forecast of the next one. */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { parseDecimal } from '../money/decimal.ts';
import { addMonths, dayOf, monthOf } from '../month.ts';
import { costExplorerCalls } from './cost-explorer.ts';

/** All charges of an account in a month, credits included. */
interface MonthlyCost {
  readonly month: string;
  /** Empty: the cost of no account. */
  readonly accountId: string;
  /** USD, as a decimal of `money/decimal.ts`. */
  readonly amount: bigint;
}

type CostForecast =
  | { readonly month: string; readonly amount: bigint }
  /** Cost Explorer needs some weeks of history. */
  | { readonly unavailable: string };

export interface CostHistory {
  readonly months: readonly string[];
  readonly costs: readonly MonthlyCost[];
  readonly forecast: CostForecast;
  /** Paid requests. */
  readonly requests: number;
}

/** With the month of the report. */
const historyMonths = 13;
/** Before the current one, which Cost Explorer keeps: https://docs.aws.amazon.com/cost-management/latest/userguide/ce-what-is.html */
const keptMonths = 13;
const metric = 'UnblendedCost';

const amountSchema = z.object({ Amount: z.string() });
const pageSchema = z.object({
  ResultsByTime: z
    .array(
      z.object({
        TimePeriod: z.object({ Start: z.string() }),
        Groups: z
          .array(
            z.object({ Keys: z.array(z.string()), Metrics: z.object({ [metric]: amountSchema }) }),
          )
          .default([]),
      }),
    )
    .default([]),
});
const forecastSchema = z.object({
  ForecastResultsByTime: z
    .array(z.object({ TimePeriod: z.object({ Start: z.string() }), MeanValue: z.string() }))
    .default([]),
});

type HistoryAccess = Pick<Lifecycle, 'management' | 'hub' | 'clock'>;

export async function readCostHistory(
  lifecycle: HistoryAccess,
  month: string,
  signal?: AbortSignal,
): Promise<CostHistory> {
  const first = firstMonth(month, lifecycle.clock.now());
  const months = monthsBetween(first, month);
  const { costs, requests } = await readMonthlyCosts(lifecycle, months, signal);
  const forecast = await readForecast(lifecycle, signal);
  return { months, costs, forecast, requests: requests + 1 };
}

async function readMonthlyCosts(
  lifecycle: HistoryAccess,
  months: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Pick<CostHistory, 'costs' | 'requests'>> {
  const [first, last] = [months[0], months.at(-1)];
  const costs: MonthlyCost[] = [];
  let requests = 0;
  // An export may have months that Cost Explorer has dropped.
  if (first === undefined || last === undefined) return { costs, requests };
  const input = {
    TimePeriod: { Start: `${first}-01`, End: `${addMonths(last, 1)}-01` },
    Granularity: 'MONTHLY',
    Metrics: [metric],
    GroupBy: [{ Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' }],
  };
  for await (const page of costExplorerCalls(lifecycle).pages('GetCostAndUsage', input, signal)) {
    requests++;
    for (const { TimePeriod, Groups } of pageSchema.parse(page).ResultsByTime) {
      for (const { Keys, Metrics } of Groups) {
        const [accountId = ''] = Keys;
        const amount = parseDecimal(Metrics[metric].Amount);
        costs.push({ month: TimePeriod.Start.slice(0, 7), accountId, amount });
      }
    }
  }
  return { costs, requests };
}

/** An older month has a shorter history. */
function firstMonth(month: string, now: number): string {
  const [first, kept] = [addMonths(month, 1 - historyMonths), addMonths(monthOf(now), -keptMonths)];
  return first < kept ? kept : first;
}

function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** Of the next whole month. A forecast begins today: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostForecast.html */
async function readForecast(
  lifecycle: HistoryAccess,
  signal: AbortSignal | undefined,
): Promise<CostForecast> {
  const today = dayOf(lifecycle.clock.now());
  const month = addMonths(today.slice(0, 7), 1);
  const input = {
    TimePeriod: { Start: today, End: `${addMonths(month, 1)}-01` },
    Granularity: 'MONTHLY',
    Metric: 'UNBLENDED_COST',
  };
  try {
    const found = await costExplorerCalls(lifecycle).call('GetCostForecast', input, signal);
    const last = forecastSchema
      .parse(found)
      .ForecastResultsByTime.find(({ TimePeriod }) => TimePeriod.Start.startsWith(month));
    return last
      ? { month, amount: parseDecimal(last.MeanValue) }
      : { unavailable: `Cost Explorer has no forecast of ${month}` };
  } catch (error) {
    if (signal?.aborted) throw error;
    const { message, code } = classify(error);
    return { unavailable: `${message} (${code})` };
  }
}
