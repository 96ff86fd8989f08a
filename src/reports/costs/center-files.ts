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

export function centerCsv({ month, keyHead, rows }: CenterTable): string {
  const total = centsToNumber(centsOf(rows));
  const last = ['', '', '', 'TOTAL', '', '', total];
  return csvText(centerHeads(keyHead), [...rows.map((row) => cellsOf(month, row)), last]);
}

/** The total is in the same columns as in the CSV. */
export function centerSheet({ month, rows }: CenterTable): readonly SheetRow[] {
  const range = { first: 2, last: rows.length + 1, cents: centsOf(rows) };
  const last = ['', '', '', 'TOTAL', '', '', sumOfRange('G', range)];
  return [...rows.map((row) => ({ cells: cellsOf(month, row) })), { cells: last }];
}

function cellsOf(month: string, row: CostRow): readonly ReportCell[] {
  const { costCenter, unit, account, name, key, cents } = row;
  return [month, costCenter, unit, account, name, key, centsToNumber(cents)];
}
