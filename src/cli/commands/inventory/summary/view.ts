/** How a summary of runs looks. */

import type { InventorySummary, ResourceCount } from '../../../../inventory/read/summary.ts';
import { type DocumentView, firstRows } from '../../../output/printer.ts';
import { failedWhere, type TableData } from '../../../output/table.ts';

const maxTypes = 30;
const maxAccounts = 10;
const maxGaps = 30;

export const summaryView: DocumentView<InventorySummary> = {
  tables: (summary) => [
    runs(summary),
    statuses(summary),
    firstRows(counted('Services', 'Service', summary.services), maxTypes),
    firstRows(counted('Types', 'Type', summary.types), maxTypes),
    counted('Regions', 'Region', summary.regions),
    largest(summary),
    gaps(summary),
  ],
  rows: ({ services, types, regions }) => [
    ...services.map((row) => ({ by: 'service', ...row })),
    ...types.map((row) => ({ by: 'type', ...row })),
    ...regions.map((row) => ({ by: 'region', ...row })),
  ],
};

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
  return {
    title: 'Accounts',
    heads: ['Status', 'Accounts'],
    rows,
    isFailed: failedWhere(0, 'failed'),
  };
}

function counted(title: string, head: string, all: readonly ResourceCount[]): TableData {
  const rows = all.map(({ name, records, accounts }) => [name, number(records), number(accounts)]);
  return { title, heads: [head, 'Resources', 'Accounts'], rows };
}

function largest({ accounts }: InventorySummary): TableData {
  const shown = accounts.filter(({ records }) => records > 0).slice(0, maxAccounts);
  return {
    title:
      shown.length === maxAccounts ? `The ${maxAccounts} largest accounts` : 'The largest accounts',
    heads: ['Account', 'Name', 'Resources', 'Status'],
    isFailed: failedWhere(3, 'failed'),
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
  return firstRows({ title: 'What could not be read', heads, rows }, maxGaps);
}
