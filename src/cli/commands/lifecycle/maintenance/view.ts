/** How maintenance windows look: what each takes, and the results of its accounts. */

import type { DocumentView } from '../../../output/printer.ts';
import { failedWhere, type TableData } from '../../../output/table.ts';
import { shortTime } from '../time-text.ts';
import type { MaintenanceDocument, PlannedWindowRecord } from './record.ts';

export const maintenanceView: DocumentView<MaintenanceDocument> = {
  tables: ({ windows, accounts }) =>
    accounts ? [accountTable(accounts)] : windows.flatMap(windowTables),
  rows: ({ windows, accounts }) => accounts ?? windows,
};

export function windowTables(window: PlannedWindowRecord): readonly TableData[] {
  return [factsOf(window), callsOf(window)];
}

function accountTable(accounts: NonNullable<MaintenanceDocument['accounts']>): TableData {
  return {
    heads: ['Account', 'Status', 'Result'],
    isFailed: failedWhere(1, 'failed'),
    rows: accounts.map(({ accountId, status, detail }) => [accountId, status, detail]),
    wraps: true,
  };
}

function factsOf(window: PlannedWindowRecord): TableData {
  const { expression, timeZone, isOpen, opensAt = '', finishesAt = '', waves } = window;
  return {
    title: `Window ${expression}, ${timeZone}`,
    heads: ['Fact', 'Value'],
    rows: [
      [isOpen ? 'Open since' : 'Opens', shortTime(opensAt)],
      ['Accounts', `${number(window.accounts)}, ${number(window.released)} of them released`],
      ['Waves', waves.map(number).join(', then ')],
      ['CodeBuild', `${number(window.codeBuildMinutes)} minutes, about $${number(window.dollars)}`],
      ['Duration', `about ${number(window.minutes)} minutes`],
      ['Finished', shortTime(finishesAt)],
    ],
  };
}

function callsOf({ calls: counts, released }: PlannedWindowRecord): TableData {
  const perAccount = (calls: number) => (calls / Math.max(1, released)).toFixed(1);
  const rows = Object.entries(counts).map(([api, calls]) => [
    api,
    number(calls),
    perAccount(calls),
  ]);
  const total = Object.values(counts).reduce((sum, calls) => sum + calls, 0);
  return {
    title: 'AWS calls',
    heads: ['API', 'Calls', 'Per account'],
    rows: rows.length > 0 ? [...rows, ['all', number(total), perAccount(total)]] : [],
  };
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
