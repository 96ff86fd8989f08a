/** How a report with one table looks: the columns of its file. */

import type { Columns } from '../../../reports/render/table.ts';
import type { View } from '../../output/printer.ts';

export function tableView<Row>(columns: Columns<Row>): View<Row> {
  const cells = Object.values(columns);
  return {
    tables: (rows) => [
      {
        heads: Object.keys(columns),
        rows: rows.map((row) => cells.map((cellOf) => String(cellOf(row) ?? ''))),
      },
    ],
    csv: columns,
  };
}
