/** The activities of a month as a page: by cost center and day, and all of them. */

import { barChart, trendChart } from '../render/html/charts.ts';
import { dataTable } from '../render/html/data-table.ts';
import { numberText } from '../render/html/number-text.ts';
import { reportPage } from '../render/html/page.ts';
import { type ActivityRow, activityColumns } from './activity-rows.ts';

export interface ActivitiesPageOptions {
  readonly environment: string;
  /** `2026-03`. */
  readonly month: string;
  /** The last day that is included, `2026-03-31`. */
  readonly until: string;
}

export function activitiesPage(
  rows: readonly ActivityRow[],
  { environment, month, until }: ActivitiesPageOptions,
): string {
  const transactions = counted(rows, ({ transaction }) => transaction);
  const text = transactions.map(([name, count]) => `${count} ${name}`).join(', ');
  return reportPage({
    title: `Activities of ${month}`,
    subtitle: `${environment}, until ${until}`,
    notices: [],
    tiles: [
      { name: 'activities', value: numberText(rows.length) },
      ...transactions.map(([name, count]) => ({ name, value: numberText(count) })),
    ],
    sections: [
      {
        title: 'By cost center',
        content: [
          barChart(
            { label: `Activities of each cost center: ${text}`, unit: 'activities' },
            series(rows, ({ costCenter }) => costCenter).map(([name, rest]) => ({ name, ...rest })),
          ),
        ],
      },
      {
        title: 'By day',
        content: [
          trendChart(
            { label: `Activities of each day: ${text}`, unit: 'activities' },
            series(rows, ({ stamp }) => stamp.slice(8, 10)).map(([name, rest]) => ({
              time: name,
              ...rest,
            })),
          ),
        ],
      },
      {
        title: 'Activities',
        content: [
          dataTable({
            label: 'All activities',
            columns: Object.keys(activityColumns).map((title) => ({
              title,
              isNumber: title === 'Duration',
            })),
            rows: rows.map((row) =>
              Object.values(activityColumns).map((cell) => String(cell(row))),
            ),
          }),
        ],
      },
    ],
    footer: ['Durations are in seconds, times in UTC.'],
  });
}

function series(
  rows: readonly ActivityRow[],
  nameOf: (row: ActivityRow) => string,
): readonly (readonly [string, { readonly series: string; readonly value: number }])[] {
  return [...Map.groupBy(rows, nameOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, members]) =>
      counted(members, ({ transaction }) => transaction).map(
        ([transaction, value]) => [name, { series: transaction, value }] as const,
      ),
    );
}

function counted(
  rows: readonly ActivityRow[],
  keyOf: (row: ActivityRow) => string,
): readonly (readonly [string, number])[] {
  return [...Map.groupBy(rows, keyOf)]
    .map(([key, members]) => [key, members.length] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
