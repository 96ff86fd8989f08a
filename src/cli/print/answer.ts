/** The answer to a question in SQL: any columns, any number of rows. */

import type { QueryResult } from '../../inventory/read/open-database.ts';
import type { Io } from '../io.ts';
import type { Format } from '../options/output.ts';
import { createPrinter, type View } from '../output/printer.ts';
import { count } from '../output/text.ts';

/** A table is for reading; the other formats have every row. */
const mostRows = 1_000;

type AnswerRow = Readonly<Record<string, unknown>>;

export async function printAnswer(
  { columns, rows }: QueryResult,
  format: Format,
  io: Pick<Io, 'stdout' | 'stderr' | 'env' | 'signal'>,
): Promise<void> {
  let total = 0;
  const view = viewOf(columns, () => total - mostRows);
  const printer = createPrinter(format, view, io);
  for await (const values of rows) {
    if (io.signal.aborted) return;
    total += 1;
    if (format === 'table' && total > mostRows) continue;
    printer.write(Object.fromEntries(columns.map((name, index) => [name, values[index]])));
  }
  printer.end();
  if (format === 'table') io.stderr.write(`${count(total, 'row')}\n`);
}

function viewOf(columns: readonly string[], more: () => number): View<AnswerRow> {
  return {
    tables: (records) => [
      {
        heads: columns,
        rows: records.map((record) => columns.map((name) => cell(record[name]))),
        ...(more() > 0 && { note: `… and ${count(more(), 'more row')}: see --output` }),
      },
    ],
    csv: Object.fromEntries(columns.map((name) => [name, (record: AnswerRow) => record[name]])),
  };
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
