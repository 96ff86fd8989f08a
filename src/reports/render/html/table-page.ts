/** A report that is one table, as a page. */

import type { ReportCell } from '../csv.ts';
import type { Columns } from '../table.ts';
import { dataTable } from './data-table.ts';
import { reportPage } from './page.ts';

export interface TablePageOptions<Row> {
  readonly title: string;
  readonly columns: Columns<Row>;
  readonly rows: readonly Row[];
  /** Milliseconds. */
  readonly createdAt: number;
}

export function tablePage<Row>({ title, columns, rows, createdAt }: TablePageOptions<Row>): string {
  const cells = Object.values(columns);
  const isNumber = (index: number) => rows.some((row) => typeof cells[index]?.(row) === 'number');
  const text = (cell: ReportCell) =>
    typeof cell === 'number' ? cell.toLocaleString('en-US') : (cell ?? '');
  return reportPage({
    title,
    subtitle: `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    notices: [],
    tiles: [{ name: 'rows', value: rows.length.toLocaleString('en-US') }],
    sections: [
      {
        title: 'All rows',
        content: [
          dataTable({
            label: title,
            columns: Object.keys(columns).map((name, index) => ({
              title: name,
              isNumber: isNumber(index),
            })),
            rows: rows.map((row) => cells.map((cell) => text(cell(row)))),
          }),
        ],
      },
    ],
    footer: [],
  });
}
