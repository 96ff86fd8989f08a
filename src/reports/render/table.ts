/** A flat table as CSV. */

import { csvText, type ReportCell } from './csv.ts';

/** Values by the heads of the columns, in their order. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => ReportCell>>;

export function tableCsv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return csvText(Object.keys(columns), cellsOf(columns, rows));
}

function* cellsOf<Row>(
  columns: Columns<Row>,
  rows: readonly Row[],
): Generator<readonly ReportCell[]> {
  const values = Object.values(columns);
  for (const row of rows) yield values.map((column) => column(row));
}
