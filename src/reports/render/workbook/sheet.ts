/** What is in the sheet of a workbook, as data. */

/** An amount that Excel computes again. */
interface FormulaCell {
  /** Without the equals sign: `SUM(G2:G5)`. */
  readonly formula: string;
  /** Its value, for readers that compute nothing, such as the preview of a mail program. */
  readonly result: number;
}

/** Text, an amount, a formula, or nothing. Text is never run as a formula, and never becomes a link. */
export type SheetCell = string | number | FormulaCell | undefined;

export interface SheetRow {
  readonly cells: readonly SheetCell[];
  /** Depth in the outline; absent: not part of a group. */
  readonly level?: number;
  /** Whether the group that the row is in is folded. */
  readonly hidden?: boolean;
  /** Whether the group above the row, which it sums up, is folded. */
  readonly collapsed?: boolean;
}

export interface Workbook {
  readonly title: string;
  /** Shown by Excel under File > Info > Properties, and printed below each page. */
  readonly description: string;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly heads: readonly string[];
  /** Read twice: the first time for the widths of the columns. */
  readonly rows: Iterable<SheetRow>;
}

/** `A` for 0, `AA` for 26. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}
