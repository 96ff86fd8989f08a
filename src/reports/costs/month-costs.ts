/** Everything that the reports of a month are made from. It is read completely before anything is written. */

import type { UsedRates } from '../money/currency-rates.ts';
import { centsText, multiply, parseDecimal, toCents } from '../money/decimal.ts';
import { periodOf } from '../month.ts';
import type { ReportAccounts } from '../organization/report-account.ts';
import type { Balance, SourceComparison } from '../statement/statement.ts';
import { centsPerRequest } from './cost-explorer.ts';
import { type CostRow, centsOf, costRows, unattributedCents } from './cost-rows.ts';
import type { CostDivision, CostReading } from './cost-source.ts';
import { compareWith, type ReportSources } from './report-sources.ts';

export interface MonthCosts {
  readonly month: string;
  readonly source: string;
  readonly readings: Readonly<Record<CostDivision, CostReading>>;
  /** With the other source, where an export is configured. */
  readonly comparison?: SourceComparison;
  readonly requests: { readonly count: number; readonly usd: string };
}

export async function readMonthCosts(
  { source, other }: Pick<ReportSources, 'source' | 'other'>,
  month: string,
  signal?: AbortSignal,
): Promise<MonthCosts> {
  const period = periodOf(month);
  const read = (division: CostDivision) => source.read({ period, division }, signal);
  // One after the other: Cost Explorer throttles early.
  const readings = {
    service: await read('service'),
    'usage-type': await read('usage-type'),
    'charge-type': await read('charge-type'),
  };
  const { total } = readings['charge-type'];
  const comparison = other && (await compareWith(other, { period, total }, signal));
  const count = source.requests() + (other?.requests() ?? 0);
  const usd = centsText(BigInt(count) * centsPerRequest);
  return {
    month,
    source: source.name,
    readings,
    ...(comparison && { comparison }),
    requests: { count, usd },
  };
}

/** Rows of one division in one currency, and whether they add up. */
export interface CurrencyRows {
  readonly rows: readonly CostRow[];
  readonly balance: Balance;
}

interface CurrencyRowsOptions {
  readonly accounts: ReportAccounts;
  readonly costTag: string;
  readonly currency: string;
  /** Units for a dollar. */
  readonly rate: number;
}

export function currencyRows(
  { lines, total }: CostReading,
  { accounts, costTag, currency, rate }: CurrencyRowsOptions,
): CurrencyRows {
  const exactRate = parseDecimal(String(rate));
  // Dollars need no conversion.
  const conversion = rate === 1 ? {} : { rate: exactRate };
  const rows = costRows(lines, { accounts, costTag, ...conversion });
  const sum = centsOf(rows);
  const organization = toCents(multiply(total, exactRate));
  return {
    rows,
    balance: {
      currency,
      rate: String(rate),
      organization: centsText(organization),
      rows: centsText(sum),
      unattributed: centsText(unattributedCents(rows)),
      difference: centsText(organization - sum),
    },
  };
}

export interface Currencies {
  readonly used: readonly { readonly currency: string; readonly rate: number }[];
  readonly missing: readonly { readonly currency: string; readonly reason: string }[];
  readonly rates?: Pick<UsedRates, 'readAt' | 'lastKnownBecause'>;
}

/** Currencies with a rate, and those without one, which cost their workbook and nothing else. */
export function currenciesOf(
  requested: readonly string[],
  read: UsedRates | { readonly unavailable: string },
): Currencies {
  if ('unavailable' in read) {
    const reason = read.unavailable;
    return { used: [], missing: requested.map((currency) => ({ currency, reason })) };
  }
  const { readAt, lastKnownBecause, rates } = read;
  const rateOf = (currency: string) =>
    Object.hasOwn(rates, currency) ? rates[currency] : undefined;
  return {
    used: requested.flatMap((currency) => {
      const rate = rateOf(currency);
      return rate === undefined ? [] : [{ currency, rate }];
    }),
    missing: requested
      .filter((currency) => rateOf(currency) === undefined)
      .map((currency) => ({ currency, reason: 'the source of rates does not have it' })),
    rates: { readAt, ...(lastKnownBecause !== undefined && { lastKnownBecause }) },
  };
}
