/** One finished report: its tables, or itself as JSON. */

import type { Io } from '../io.ts';
import { styleFor } from './style.ts';
import { renderTable, type TableData } from './table.ts';

export interface ReportOptions<R> {
  readonly format: 'table' | 'json';
  readonly tables: (report: R) => readonly TableData[];
}

export function printReport<R>(
  report: R,
  { format, tables }: ReportOptions<R>,
  io: Pick<Io, 'stdout' | 'env'>,
): void {
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const size = { columns: io.stdout.columns(), style: styleFor(io.stdout, io) };
  const filled = tables(report).filter(({ rows }) => rows.length > 0);
  io.stdout.write(filled.map((table) => renderTable(table, size)).join('\n'));
}

/** The first rows, and how many more there are. */
export function firstRows(table: TableData, most: number): TableData {
  const more = table.rows.length - most;
  if (more <= 0) return table;
  const note = `… and ${more.toLocaleString('en-US')} more: see --output json`;
  return { ...table, rows: table.rows.slice(0, most), note };
}
