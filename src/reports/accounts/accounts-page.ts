/** The inventory of accounts as a page: states by OU, how long accounts have been in them, and all accounts. */

import { type BarValue, barChart } from '../render/html/charts.ts';
import { dataTable } from '../render/html/data-table.ts';
import { numberText } from '../render/html/number-text.ts';
import { reportPage } from '../render/html/page.ts';
import { type AccountRow, accountColumns, unknown } from './account-rows.ts';

export interface AccountsPageOptions {
  readonly environment: string;
  /** Milliseconds. */
  readonly now: number;
}

const dayMs = 86_400_000;

/** Upper limits in days, without the limit itself. */
const ages: readonly (readonly [days: number, name: string])[] = [
  [1, 'less than a day'],
  [8, '1 to 7 days'],
  [31, '8 to 30 days'],
  [91, '31 to 90 days'],
  [Number.POSITIVE_INFINITY, 'more than 90 days'],
];
const unknownAge = 'unknown';

export function accountsPage(
  rows: readonly AccountRow[],
  { environment, now }: AccountsPageOptions,
): string {
  const states = counted(rows, ({ state }) => state);
  const series = [...states.keys()];
  const aged = rows.filter(({ state }) => state !== 'closed');
  const ageOf = (row: AccountRow) => ageName(row, now);
  const order = [...ages.map(([, name]) => name), unknownAge];
  return reportPage({
    title: 'Inventory of accounts',
    subtitle: `${environment}, ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    notices: [],
    tiles: [
      { name: 'accounts', value: numberText(rows.length) },
      ...[...states].map(([state, accounts]) => ({ name: state, value: numberText(accounts) })),
    ],
    sections: [
      {
        title: 'States by organizational unit',
        content: [
          barChart(
            {
              label: `Accounts of each organizational unit: ${textOf(states)}`,
              unit: 'accounts',
              series,
            },
            bars(rows, ({ unit }) => unit),
          ),
        ],
      },
      {
        title: 'How long accounts have been in their state',
        content: [
          barChart(
            {
              label: `Accounts by age in their state: ${textOf(counted(aged, ageOf))}`,
              unit: 'accounts',
              series,
            },
            bars(aged, ageOf, (a, b) => order.indexOf(a) - order.indexOf(b)),
          ),
        ],
      },
      {
        title: 'Accounts',
        content: [
          dataTable({
            label: 'All accounts',
            columns: Object.keys(accountColumns).map((title) => ({ title })),
            rows: rows.map((row) => Object.values(accountColumns).map((cell) => String(cell(row)))),
          }),
        ],
      },
    ],
    footer: ['States are tags of accounts; ages are since the life cycle last moved an account.'],
  });
}

function ageName({ stateSince }: AccountRow, now: number): string {
  if (stateSince === unknown) return unknownAge;
  const days = (now - Date.parse(`${stateSince}Z`)) / dayMs;
  return ages.find(([limit]) => days < limit)?.[1] ?? unknownAge;
}

/** Sorted by name, unless an order is given; the series are in the order of their names. */
function bars(
  rows: readonly AccountRow[],
  nameOf: (row: AccountRow) => string,
  compare = (a: string, b: string) => a.localeCompare(b, 'en'),
): readonly BarValue[] {
  const groups = Map.groupBy(rows, nameOf);
  return [...groups.keys()].toSorted(compare).flatMap((name) =>
    [...counted(groups.get(name) ?? [], ({ state }) => state)].map(([series, value]) => ({
      name,
      series,
      value,
    })),
  );
}

function counted(
  rows: readonly AccountRow[],
  keyOf: (row: AccountRow) => string,
): ReadonlyMap<string, number> {
  const groups = [...Map.groupBy(rows, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(groups.map(([key, members]) => [key, members.length]));
}

function textOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${numberText(count)} ${name}`).join(', ');
}
