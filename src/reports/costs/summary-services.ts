/** Totals of cost centers and of their OUs. */

import { centsToNumber } from '../money/decimal.ts';
import { csvText, type ReportCell } from '../render/csv.ts';
import type { SheetRow } from '../render/workbook/sheet.ts';
import { type CostRow, centsOf } from './cost-rows.ts';
import { sumOfRange, sumOfSubTotals } from './sum-formula.ts';

export const summaryServicesHeads = [
  'Month',
  'Cost Center',
  'Organizational Unit',
  'Amount (USD)',
] as const;

export interface CenterTotals {
  readonly costCenter: string;
  readonly units: readonly { readonly unit: string; readonly cents: bigint }[];
  readonly cents: bigint;
}

/** Rows are sorted by cost center and OU. */
export function centerTotals(rows: readonly CostRow[]): readonly CenterTotals[] {
  return [...Map.groupBy(rows, ({ costCenter }) => costCenter)].map(([costCenter, ofCenter]) => {
    const units = [...Map.groupBy(ofCenter, ({ unit }) => unit)].map(([unit, ofUnit]) => ({
      unit,
      cents: centsOf(ofUnit),
    }));
    return { costCenter, units, cents: centsOf(units) };
  });
}

export function summaryServicesCsv(month: string, centers: readonly CenterTotals[]): string {
  const rows: (readonly ReportCell[])[] = [];
  for (const { costCenter, units, cents } of centers) {
    for (const one of units) rows.push([month, costCenter, one.unit, centsToNumber(one.cents)]);
    rows.push([month, costCenter, '', centsToNumber(cents)]);
  }
  rows.push([month, 'TOTAL', '', centsToNumber(centsOf(centers))]);
  return csvText(summaryServicesHeads, rows);
}

export function summaryServicesSheet(
  month: string,
  centers: readonly CenterTotals[],
): readonly SheetRow[] {
  const rows: SheetRow[] = [];
  const subTotals: number[] = [];
  // The first row has the heads, and rows are counted from one.
  const nextRow = () => rows.length + 2;
  for (const { costCenter, units, cents } of centers) {
    const first = nextRow();
    for (const one of units) {
      const cells = [month, costCenter, one.unit, centsToNumber(one.cents)];
      rows.push({ cells, level: 2, hidden: true });
    }
    const sum = sumOfRange('D', { first, last: nextRow() - 1, cents });
    subTotals.push(nextRow());
    rows.push({ cells: [month, costCenter, '', sum], level: 1, collapsed: true });
  }
  const all = { rows: subTotals, first: 2, last: nextRow() - 1, levels: 2 };
  const total = sumOfSubTotals('D', { ...all, cents: centsOf(centers) });
  return [...rows, { cells: [month, 'TOTAL', '', total] }];
}
