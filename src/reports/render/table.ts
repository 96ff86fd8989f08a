/** A flat table: the same columns as CSV and as a workbook. */

import { csvText, type ReportCell } from './csv.ts';
import { writeWorkbook } from './workbook/write-workbook.ts';

/** Values by the heads of the columns, in their order. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => ReportCell>>;

export function tableCsv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return csvText(Object.keys(columns), cellsOf(columns, rows));
}

interface TableWorkbook {
  readonly title: string;
  readonly description: string;
  /** Milliseconds. */
  readonly createdAt: number;
}

export function tableWorkbook<Row>(
  columns: Columns<Row>,
  rows: readonly Row[],
  about: TableWorkbook,
): Buffer {
  const cells = [...cellsOf(columns, rows)].map((row) => ({ cells: row }));
  return writeWorkbook({ ...about, heads: Object.keys(columns), rows: cells });
}

function* cellsOf<Row>(
  columns: Columns<Row>,
  rows: readonly Row[],
): Generator<readonly ReportCell[]> {
  const values = Object.values(columns);
  for (const row of rows) yield values.map((column) => column(row));
}
