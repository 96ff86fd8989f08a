/** The costs of a month as a page: by cost center and OU, over 13 months, top movers, and whether they add up. */

import { centsText, centsToNumber, sum, toCents } from '../money/decimal.ts';
import { addMonths } from '../month.ts';
import { costCenterOf } from '../organization/report-account.ts';
import {
  type BarValue,
  barChart,
  maxSeries,
  type TrendValue,
  trendChart,
} from '../render/html/charts.ts';
import { dataTable } from '../render/html/data-table.ts';
import { numberText } from '../render/html/number-text.ts';
import { type ReportSection, type ReportTile, reportPage } from '../render/html/page.ts';
import {
  balanceText,
  type CostStatement,
  comparisonText,
  requestsText,
} from '../statement/statement.ts';
import type { CostHistory } from './cost-history.ts';
import type { CostReport } from './cost-report.ts';
import { accountLabel, type CostRow, centsOf } from './cost-rows.ts';

export interface CostsPage extends Pick<CostReport, 'charges' | 'accounts' | 'costTag'> {
  readonly statement: CostStatement;
  readonly history: CostHistory;
}

const maxMovers = 20;
const maxBars = 25;

export function costsPage(page: CostsPage): string {
  const { statement } = page;
  const comparison = comparisonText(statement);
  return reportPage({
    title: `Costs of ${statement.month}`,
    subtitle: `${statement.environment}, ${statement.kind} report of ${statement.createdAt.slice(0, 16).replace('T', ' ')} UTC`,
    notices: noticesOf(page),
    tiles: tilesOf(page),
    sections: [
      divisionSection(
        'Cost centers',
        page.charges,
        ({ costCenter }) => costCenter,
        ({ unit }) => unit,
      ),
      divisionSection(
        'Organizational units',
        page.charges,
        ({ unit }) => unit,
        ({ costCenter }) => costCenter,
      ),
      trendSection(page),
      moversSection(page),
      chargesSection(page.charges),
      statementSection(statement),
    ],
    footer: [
      ...(comparison === undefined ? [] : [`${comparison}.`]),
      `From ${statement.source}: ${requestsText(statement.requests)} for the reports, ${requestsOf(page.history)} for this page.`,
      'Amounts are unblended costs in USD with credits and refunds, rounded so that they add up.',
    ],
  });
}

/** Cost Explorer charges one cent for each. */
function requestsOf({ requests }: CostHistory): string {
  return requestsText({ count: requests, usd: centsText(BigInt(requests)) });
}

function noticesOf({ statement, history }: CostsPage): readonly string[] {
  const { charges, estimated, missingCurrencies, rates } = statement;
  const unbalanced = charges.filter(({ difference }) => difference !== '0.00');
  return [
    ...unbalanced.map((balance) => `The rows do not add up. ${balanceText(balance)}.`),
    ...(estimated ? ['The bill of the month is not final: amounts are estimated.'] : []),
    ...missingCurrencies.map(({ currency, reason }) => `No charges in ${currency}: ${reason}.`),
    ...(rates?.lastKnownBecause === undefined
      ? []
      : [`Rates are the last known ones, of ${rates.readAt}: ${rates.lastKnownBecause}.`]),
    ...('unavailable' in history.forecast
      ? [`There is no forecast: ${history.forecast.unavailable}.`]
      : []),
  ];
}

function tilesOf({ statement, charges, history }: CostsPage): readonly ReportTile[] {
  const { month } = statement;
  const before = addMonths(month, -1);
  const change = monthCents(history, month) - monthCents(history, before);
  const { forecast } = history;
  return [
    { name: `charges of ${month}, USD`, value: money(centsOf(charges)) },
    ...(history.months.includes(before)
      ? [{ name: `compared with ${before}, USD`, value: signed(change) }]
      : []),
    { name: 'cost centers', value: numberText(namesOf(charges, ({ costCenter }) => costCenter)) },
    { name: 'accounts', value: numberText(namesOf(charges, ({ account }) => account)) },
    ...('amount' in forecast
      ? [{ name: `forecast of ${forecast.month}, USD`, value: money(toCents(forecast.amount)) }]
      : []),
  ];
}

function monthCents({ costs }: CostHistory, month: string): bigint {
  return toCents(sum(costs.filter((cost) => cost.month === month).map(({ amount }) => amount)));
}

function namesOf(charges: readonly CostRow[], nameOf: (row: CostRow) => string): number {
  return new Set(charges.map(nameOf)).size;
}

/** The largest first; beyond the maximum of bars and colors, the rest is one. */
function divisionSection(
  title: string,
  charges: readonly CostRow[],
  nameOf: (row: CostRow) => string,
  seriesOf: (row: CostRow) => string,
): ReportSection {
  const name = largest(charges, nameOf, maxBars);
  const series = largest(charges, seriesOf, maxSeries);
  const groups = Map.groupBy(charges, (row) => name(nameOf(row)));
  const values: BarValue[] = [...groups]
    .toSorted(([, a], [, b]) => compareCents(centsOf(b), centsOf(a)))
    .flatMap(([group, rows]) =>
      [...Map.groupBy(rows, (row) => series(seriesOf(row)))].map(([of, parts]) => ({
        name: group,
        series: of,
        value: centsToNumber(centsOf(parts)),
      })),
    );
  const totals = [...groups].map(([group, rows]) => `${group} ${money(centsOf(rows))}`);
  const label = `${title}, charges in USD: ${totals.slice(0, maxBars).join(', ')}`;
  return { title, content: [barChart({ label, unit: 'USD', decimals: 2 }, values)] };
}

const others = 'others';

/** Keeps the names with the largest charges, and calls all else the others. */
function largest<Row extends { readonly cents: bigint }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  max: number,
): (name: string) => string {
  const sums = [...Map.groupBy(rows, nameOf)].map(([name, all]) => ({ name, cents: centsOf(all) }));
  if (sums.length <= max) return (name) => name;
  const kept = new Set(
    sums
      .toSorted((a, b) => compareCents(b.cents, a.cents))
      .slice(0, max - 1)
      .map(({ name }) => name),
  );
  return (name) => (kept.has(name) ? name : others);
}

function compareCents(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function trendSection({ history, accounts, costTag }: CostsPage): ReportSection {
  const rows = history.costs.map(({ month, accountId, amount }) => ({
    month,
    costCenter: costCenterOf(accounts.get(accountId), costTag),
    cents: toCents(amount),
  }));
  // One color is for the forecast.
  const series = largest(rows, ({ costCenter }) => costCenter, maxSeries - 1);
  const byMonth = Map.groupBy(rows, ({ month }) => month);
  const values: TrendValue[] = history.months.flatMap((month) =>
    [...Map.groupBy(byMonth.get(month) ?? [], ({ costCenter }) => series(costCenter))].map(
      ([costCenter, all]) => ({
        time: month,
        series: costCenter,
        value: centsToNumber(centsOf(all)),
      }),
    ),
  );
  const { forecast } = history;
  const future: TrendValue[] =
    'amount' in forecast
      ? [
          {
            time: forecast.month,
            series: 'forecast',
            value: centsToNumber(toCents(forecast.amount)),
            isForecast: true,
          },
        ]
      : [];
  const totals = history.months.map((month) => `${month} ${money(monthCents(history, month))}`);
  const label = `Charges of ${history.months.length} months in USD: ${totals.join(', ')}`;
  return {
    title: 'Month by month',
    content: [trendChart({ label, unit: 'USD', decimals: 2 }, [...values, ...future])],
  };
}

function moversSection({ statement, history, accounts, costTag }: CostsPage): ReportSection {
  const { month } = statement;
  const before = addMonths(month, -1);
  const concerned = history.costs.filter((cost) => cost.month === month || cost.month === before);
  const movers = [...Map.groupBy(concerned, ({ accountId }) => accountId)]
    .map(([accountId, costs]) => {
      const centsIn = (of: string) =>
        toCents(sum(costs.filter((cost) => cost.month === of).map(({ amount }) => amount)));
      const [was, is] = [centsIn(before), centsIn(month)];
      return { accountId, was, is, change: is - was };
    })
    .toSorted((a, b) => compareCents(absolute(b.change), absolute(a.change)))
    .slice(0, maxMovers);
  const columns = [
    { title: 'Account' },
    { title: 'Cost center' },
    { title: before, isNumber: true },
    { title: month, isNumber: true },
    { title: 'Change (USD)', isNumber: true },
  ];
  const rows = movers.map(({ accountId, was, is, change }) => {
    const account = accounts.get(accountId);
    const name = accountId === '' ? 'No account' : `${account?.name ?? 'Unknown'} (${accountId})`;
    return [name, costCenterOf(account, costTag), money(was), money(is), signed(change)];
  });
  return {
    title: 'Top movers',
    content: [dataTable({ label: 'Accounts whose charges changed most', columns, rows })],
  };
}

function absolute(cents: bigint): bigint {
  return cents < 0n ? -cents : cents;
}

function chargesSection(charges: readonly CostRow[]): ReportSection {
  const accounts = [...Map.groupBy(charges, ({ account }) => account).values()];
  const rows = accounts.flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    return [[first.costCenter, first.unit, accountLabel(first), money(centsOf(all))]];
  });
  const columns = [
    { title: 'Cost center' },
    { title: 'Organizational unit' },
    { title: 'Account' },
    { title: 'Charges (USD)', isNumber: true },
  ];
  const total = ['TOTAL', '', '', money(centsOf(charges))];
  return {
    title: 'Accounts',
    content: [dataTable({ label: 'Charges of all accounts', columns, rows, total })],
  };
}

function statementSection({ charges }: CostStatement): ReportSection {
  const number = (title: string) => ({ title, isNumber: true });
  const columns = [
    { title: 'Currency' },
    number('Rate'),
    number('Organization'),
    number('Rows'),
    number('Of no account'),
    number('Difference'),
  ];
  const rows = charges.map(
    ({ currency, rate, organization, rows: inRows, unattributed, difference }) => [
      currency,
      rate,
      organization,
      inRows,
      unattributed,
      difference,
    ],
  );
  return {
    title: 'Statement',
    content: [dataTable({ label: 'Whether the rows add up to the invoice', columns, rows })],
  };
}

function money(cents: bigint): string {
  return numberText(centsToNumber(cents), 2);
}

function signed(cents: bigint): string {
  return cents > 0n ? `+${money(cents)}` : money(cents);
}
