/** How a summary of runs looks. */

import type { InventorySummary, ResourceCount } from '../../inventory/read/summary.ts';
import { firstRows } from '../output/printer.ts';
import type { TableData } from '../output/table.ts';

const mostTypes = 30;
const mostAccounts = 10;
const mostGaps = 30;

export function summaryTables(summary: InventorySummary): readonly TableData[] {
  return [
    runs(summary),
    statuses(summary),
    firstRows(counted('Services', 'Service', summary.services), mostTypes),
    firstRows(counted('Types', 'Type', summary.types), mostTypes),
    counted('Regions', 'Region', summary.regions),
    largest(summary),
    gaps(summary),
  ];
}

const number = (value: number) => value.toLocaleString('en-US');

function runs({ runs: all, records }: InventorySummary): TableData {
  return {
    title: `${number(records)} resources`,
    heads: ['Run', 'Date', 'Finished'],
    rows: all.map(({ runId, date, isFinished, finishedAt = '' }) => [
      runId,
      date,
      isFinished ? finishedAt : 'no',
    ]),
  };
}

function statuses({ statuses: counts }: InventorySummary): TableData {
  const rows = Object.entries(counts).map(([status, accounts]) => [status, number(accounts)]);
  return { title: 'Accounts', heads: ['Status', 'Accounts'], rows };
}

function counted(title: string, head: string, all: readonly ResourceCount[]): TableData {
  const rows = all.map(({ name, records, accounts }) => [name, number(records), number(accounts)]);
  return { title, heads: [head, 'Resources', 'Accounts'], rows };
}

function largest({ accounts }: InventorySummary): TableData {
  const shown = accounts.filter(({ records }) => records > 0).slice(0, mostAccounts);
  return {
    title:
      shown.length === mostAccounts
        ? `The ${mostAccounts} largest accounts`
        : 'The largest accounts',
    heads: ['Account', 'Name', 'Resources', 'Status'],
    rows: shown.map(({ accountId, accountName = '', records, status }) => [
      accountId,
      accountName,
      number(records),
      status,
    ]),
  };
}

function gaps({ gaps: all }: InventorySummary): TableData {
  const rows = all.map(({ type = 'the whole account', status, code = '', places, accounts }) => [
    type,
    status,
    number(places),
    number(accounts),
    code,
  ]);
  const heads = ['Type', 'Status', 'Accounts × regions', 'Accounts', 'Code'];
  return firstRows({ title: 'What could not be read', heads, rows }, mostGaps);
}
