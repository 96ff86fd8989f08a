/** Prints records in the format that was asked for: as they come where the format allows it, at the end otherwise. */

import { stringify } from 'csv-stringify/sync';
import { jsonLine } from '../../fleet/outcome-record.ts';
import type { Io } from '../io.ts';
import type { Format } from '../options/output.ts';
import { styleFor } from './style.ts';
import { renderTable, type TableData } from './table.ts';

/** How one kind of record looks. */
export interface View<R> {
  tables(records: readonly R[]): readonly TableData[];
  /** Column → what it says. Objects become JSON. */
  readonly csv: Readonly<Record<string, (record: R) => unknown>>;
}

export interface Printer<R> {
  write(record: R): void;
  /** Once, also where nothing was written. */
  end(): void;
}

export function createPrinter<R extends object>(
  format: Format,
  view: View<R>,
  io: Pick<Io, 'stdout' | 'env'>,
): Printer<R> {
  switch (format) {
    case 'table':
      return tablePrinter(view, io);
    case 'json':
      return jsonPrinter(io);
    case 'ndjson':
      return { write: (record) => io.stdout.write(`${jsonLine(record)}\n`), end: () => {} };
    case 'csv':
      return csvPrinter(view, io);
  }
}

function tablePrinter<R>(view: View<R>, io: Pick<Io, 'stdout' | 'env'>): Printer<R> {
  const records: R[] = [];
  return {
    write: (record) => records.push(record),
    end() {
      const size = { columns: io.stdout.columns(), style: styleFor(io.stdout, io) };
      const tables = view.tables(records).filter(({ rows }) => rows.length > 0);
      // On a terminal other lines stand above and below it.
      const air = io.stdout.isTerminal ? '\n' : '';
      const text = tables.map((table) => renderTable(table, size)).join('\n');
      if (text !== '') io.stdout.write(`${air}${text}${air}`);
    },
  };
}

function jsonPrinter<R>({ stdout }: Pick<Io, 'stdout'>): Printer<R> {
  let separator = '[\n';
  return {
    write(record) {
      stdout.write(`${separator}  ${jsonLine(record)}`);
      separator = ',\n';
    },
    end: () => stdout.write(separator === '[\n' ? '[]\n' : '\n]\n'),
  };
}

function csvPrinter<R>({ csv }: View<R>, { stdout }: Pick<Io, 'stdout'>): Printer<R> {
  const row = (cells: readonly unknown[]) => stdout.write(stringify([cells], csvOptions));
  row(Object.keys(csv));
  return {
    write: (record) => row(Object.values(csv).map((cell) => flat(cell(record)))),
    end: () => {},
  };
}

/** A spreadsheet runs what begins with `=`, and an account's name or tag can. */
const csvOptions = { escape_formulas: true, cast: { boolean: String } };

function flat(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? jsonLine(value) : value;
}
