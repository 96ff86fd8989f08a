/** How a resource looks: what identifies it, then tags, members, neighbours and history. */

import { type DocumentView, firstRows } from '../../../output/printer.ts';
import type { TableData } from '../../../output/table.ts';
import type { ShownRecord } from './record.ts';

const maxRows = 50;
/** Of a member: structures are in the JSON. */
const maxLetters = 100;

export const shownView: DocumentView<ShownRecord> = {
  tables: (record) => [
    facts(record),
    tags(record),
    members(record),
    neighbours(record),
    history(record),
  ],
  rows: ({ neighbours }) => neighbours,
};

function facts({
  accountId,
  accountName,
  region,
  service,
  type,
  id,
  arn = '',
  collectedAt,
}: ShownRecord): TableData {
  const account = accountName === undefined ? accountId : `${accountId} ${accountName}`;
  return {
    wraps: true,
    heads: [`${service} ${type}`, id],
    rows: [
      ['ARN', arn],
      ['Account', account],
      ['Region', region],
      ['Collected', collectedAt],
    ],
  };
}

function tags({ tags }: ShownRecord): TableData {
  return firstRows({ title: 'Tags', heads: ['Tag', 'Value'], rows: Object.entries(tags) }, maxRows);
}

function members({ resource }: ShownRecord): TableData {
  const rows = Object.entries(resource).map(([name, value]) => [name, short(value)]);
  return firstRows({ title: 'Members', wraps: true, heads: ['Member', 'Value'], rows }, maxRows);
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxLetters ? `${text.slice(0, maxLetters)}…` : text;
}

function neighbours({ neighbours }: ShownRecord): TableData {
  const rows = neighbours.map(({ direction, kind, type = '', id, member, collected }) => [
    direction === 'to' ? '→' : '←',
    kind,
    type,
    id,
    member,
    collected ? '' : 'not collected',
  ]);
  const heads = ['', 'Kind', 'Type', 'Id', 'Member', ''];
  return firstRows({ title: 'Neighbours', wraps: true, heads, rows }, maxRows);
}

/** Runs in which nothing changed are counted, not listed. */
function history({ history = [] }: ShownRecord): TableData {
  const notable = history.filter(
    ({ status, changed, reason }, index) =>
      changed.length > 0 ||
      status !== history[index - 1]?.status ||
      reason !== history[index - 1]?.reason,
  );
  const rows = notable.map(({ date, runId, status, reason = '', changed }) => [
    date,
    runId,
    status,
    status === 'seen' ? changed.map(({ path }) => path).join(', ') : reason,
  ]);
  const quiet = history.length - notable.length;
  return {
    ...firstRows(
      { title: 'History', wraps: true, heads: ['Date', 'Run', 'Status', 'Changed'], rows },
      maxRows,
    ),
    ...(quiet > 0 && { note: `without a change in ${quiet} more of ${history.length} runs` }),
  };
}
