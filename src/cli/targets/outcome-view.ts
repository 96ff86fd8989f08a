/** How outcomes look: what came out, what failed and which accounts were skipped, each in its own table. */

import type { OutcomeRecord } from '../../fleet/outcome-record.ts';
import type { View } from '../output/printer.ts';
import type { TableData } from '../output/table.ts';
import { count } from '../output/text.ts';

export interface OutcomeViewOptions {
  /** What a value says on one line. Default: itself, or its JSON. */
  readonly describe?: ((value: unknown) => unknown) | undefined;
  /** Most rows of the results. Default: all. */
  readonly maxResults?: number | undefined;
}

export function outcomeView({
  describe = (value) => value,
  maxResults,
}: OutcomeViewOptions = {}): View<OutcomeRecord> {
  return {
    tables(records) {
      const sorted = records.toSorted(byPlace);
      const where = placesOf(sorted);
      return [
        cut(results(sorted, where, describe), maxResults),
        failures(sorted, where, describe),
        skips(sorted),
      ];
    },
    csv,
  };
}

interface Places {
  /** ` in eu-west-1`: a region that all have in common needs no column. */
  readonly common: string;
  readonly heads: readonly string[];
  cells(record: OutcomeRecord): readonly string[];
}

function placesOf(records: readonly OutcomeRecord[]): Places {
  const ran = records.filter(({ status }) => status !== 'skipped');
  const [first, ...others] = new Set(ran.map(({ region }) => region));
  const differ = others.length > 0;
  return {
    common: differ || first === undefined ? '' : ` in ${first}`,
    heads: ['Account', 'Name', ...(differ ? ['Region'] : [])],
    cells: ({ accountId, accountName = '', region = '' }) => [
      accountId,
      accountName,
      ...(differ ? [region] : []),
    ],
  };
}

function results(
  records: readonly OutcomeRecord[],
  { common, heads, cells }: Places,
  describe: (value: unknown) => unknown,
): TableData {
  const done = records.filter(({ status }) => status === 'done');
  return {
    title: `Results${common}`,
    heads: [...heads, 'Value'],
    rows: done.map((record) => [...cells(record), text(describe(record.value))]),
  };
}

function failures(
  records: readonly OutcomeRecord[],
  { common, heads, cells }: Places,
  describe: (value: unknown) => unknown,
): TableData {
  const failed = records.filter(({ status }) => status === 'failed');
  return {
    title: `Failures${common}`,
    wraps: true,
    isFailed: () => true,
    heads: [...heads, 'Kind', 'Error'],
    rows: failed.map((record) => [...cells(record), record.kind ?? '', errorOf(record, describe)]),
  };
}

/** Why the role could not be assumed is another question than why the operation failed. */
function errorOf(
  { phase, code, message, value }: OutcomeRecord,
  describe: (value: unknown) => unknown,
): string {
  const where = phase === 'assume-role' ? 'assuming the role: ' : '';
  const shown = value === undefined ? '' : text(describe(value));
  return `${where}${code}: ${message}${shown === '' ? '' : ` · ${shown}`}`;
}

function skips(records: readonly OutcomeRecord[]): TableData {
  // A run that was stopped has thousands that never started, and nothing to say of each.
  const skipped = records.filter(
    ({ status, kind }) => status === 'skipped' && kind !== 'not-started',
  );
  return {
    title: 'Skipped',
    heads: ['Account', 'Name', 'Reason'],
    rows: skipped.map(({ accountId, accountName = '', message = '' }) => [
      accountId,
      accountName,
      message,
    ]),
  };
}

function cut(table: TableData, most = Number.POSITIVE_INFINITY): TableData {
  const more = table.rows.length - most;
  return more > 0
    ? { ...table, rows: table.rows.slice(0, most), note: `… and ${count(more, 'more row')}` }
    : table;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function byPlace(a: OutcomeRecord, b: OutcomeRecord): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

function keyOf({ accountName = '', accountId, region = '' }: OutcomeRecord): string {
  return `${accountName} ${accountId} ${region}`;
}

const csv: View<OutcomeRecord>['csv'] = {
  accountId: ({ accountId }) => accountId,
  accountName: ({ accountName }) => accountName,
  region: ({ region }) => region,
  status: ({ status }) => status,
  kind: ({ kind }) => kind,
  phase: ({ phase }) => phase,
  code: ({ code }) => code,
  message: ({ message }) => message,
  requestId: ({ requestId }) => requestId,
  retryable: ({ retryable }) => retryable,
  durationMs: ({ durationMs }) => durationMs,
  value: ({ value }) => value,
};
