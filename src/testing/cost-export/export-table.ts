/** A table of AWS Data Exports: its columns, and how a cost becomes a row. */

import type { KnownCost } from '../../simulator/index.ts';

export interface ExportTable {
  /** As queries name it: `COST_AND_USAGE_REPORT`. */
  readonly name: string;
  /** Key of the partitions in S3: `BILLING_PERIOD`. */
  readonly partition: string;
  /** Column → type in DuckDB. */
  readonly columns: Readonly<Record<string, string>>;
  /** One row, or none for what the table does not have. */
  rowOf(cost: KnownCost, context: ExportContext): readonly Readonly<Record<string, unknown>>[];
}

export interface ExportContext {
  readonly payer: { readonly id: string; readonly name: string };
  /** `2026-03`. */
  readonly month: string;
  /** First day of the month, and of the next one. */
  readonly start: string;
  readonly end: string;
  readonly isFinal: boolean;
  /** Of the row. */
  readonly index: number;
  nextDay(day: string): string;
}
