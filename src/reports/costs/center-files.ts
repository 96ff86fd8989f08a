/** Services or usage types of one cost center: one row for each account and service, and a total. */

import { centsToNumber } from '../money/decimal.ts';
import type { ReportCell } from '../render/csv.ts';
import { csvText } from '../render/csv.ts';
import type { SheetRow } from '../render/workbook/sheet.ts';
import { type CostRow, centsOf } from './cost-rows.ts';
import { sumOfRange } from './sum-formula.ts';

export interface CenterTable {
  readonly month: string;
  readonly keyHead: 'Service' | 'Usage';
  /** Rows of one cost center. */
  readonly rows: readonly CostRow[];
}

export function centerHeads(keyHead: CenterTable['keyHead']): readonly string[] {
  return [
    ...['Month', 'Cost Center', 'Organizational Unit', 'Account', 'Name'],
    ...[keyHead, 'Amount (USD)'],
  ];
}

export function centerCsv(table: CenterTable): string {
  return csvText(centerHeads(table.keyHead), {
    *[Symbol.iterator]() {
      for (const row of table.rows) yield cellsOf(table.month, row);
      yield [...totalCells, centsToNumber(centsOf(table.rows))];
    },
  });
}

/** The total is in the same columns as in the CSV. Rows are made as they are written: there are very many. */
export function centerSheet({ month, rows }: CenterTable): Iterable<SheetRow> {
  const range = { first: 2, last: rows.length + 1, cents: centsOf(rows) };
  return {
    *[Symbol.iterator]() {
      for (const row of rows) yield { cells: cellsOf(month, row) };
      yield { cells: [...totalCells, sumOfRange('G', range)] };
    },
  };
}

const totalCells = ['', '', '', 'TOTAL', '', ''];

function cellsOf(month: string, row: CostRow): readonly ReportCell[] {
  const { costCenter, unit, account, name, key, cents } = row;
  return [month, costCenter, unit, account, name, key, centsToNumber(cents)];
}
