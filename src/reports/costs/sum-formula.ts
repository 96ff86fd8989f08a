/** Formulas of sub-totals and totals. */

import { centsToNumber } from '../money/decimal.ts';
import type { SheetCell } from '../render/workbook/sheet.ts';

/** https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3 */
const maxFormula = 8_192;

/** `SUM(G2:G5)`. */
export function sumOfRange(
  column: string,
  { first, last, cents }: { readonly first: number; readonly last: number; readonly cents: bigint },
): SheetCell {
  const result = centsToNumber(cents);
  return last < first ? result : { formula: `SUM(${column}${first}:${column}${last})`, result };
}

interface SubTotals {
  /** Numbers of the rows that have the sub-totals. */
  readonly rows: readonly number[];
  /** All rows that they sum up, with themselves. */
  readonly first: number;
  readonly last: number;
  /** How often a single amount is counted in these rows: once itself, and once in each level of sub-totals. */
  readonly levels: number;
  readonly cents: bigint;
}

/**
 * `D4+D6`. A formula of too many rows is refused by Excel: then all rows are summed up, and divided by the number of
 * times that each amount is among them.
 */
export function sumOfSubTotals(
  column: string,
  { rows, first, last, levels, cents }: SubTotals,
): SheetCell {
  const result = centsToNumber(cents);
  if (rows.length === 0) return result;
  const formula = rows.map((row) => `${column}${row}`).join('+');
  if (formula.length <= maxFormula) return { formula, result };
  return { formula: `SUM(${column}${first}:${column}${last})/${levels}`, result };
}
