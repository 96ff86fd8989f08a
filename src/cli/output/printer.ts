/** Prints records or one document in the format that was asked for: as they come where the format allows it. */

import { stringify as csvText } from 'csv-stringify/sync';
import { stringify as yamlText } from 'yaml';
import { jsonLine } from '../../fleet/outcome-record.ts';
import type { Io } from '../io.ts';
import type { OutputFormat } from '../options/common.ts';
import { styleFor } from './style.ts';
import { renderTable, type TableData } from './table.ts';
import { printable } from './text.ts';

/** How one kind of record looks. */
export interface View<R> {
  tables(records: readonly R[]): readonly TableData[];
  /** Column → its value. Objects become JSON. */
  readonly csv: Readonly<Record<string, (record: R) => unknown>>;
}

/** How one document looks. */
export interface DocumentView<D> {
  tables(document: D): readonly TableData[];
  /** As text instead of tables. */
  text?(document: D): string;
  /** The rows of its main list for CSV, one object a row. Default: one row, the document itself. */
  rows?(document: D): readonly object[];
}

export interface Printer<R> {
  write(record: R): void;
  /** Once, also where nothing was written. */
  end(): void;
}

type PrinterIo = Pick<Io, 'stdout' | 'env'>;

export function createPrinter<R extends object>(
  format: OutputFormat,
  view: View<R>,
  printerIo: PrinterIo,
): Printer<R> {
  const io = forFormat(format, printerIo);
  switch (format) {
    case 'table':
      return tablePrinter(view, io);
    case 'json':
      return jsonPrinter(io);
    case 'ndjson':
      return { write: (record) => io.stdout.write(`${jsonLine(record)}\n`), end: () => {} };
    case 'yaml':
      return yamlPrinter(io);
    case 'csv':
      return csvPrinter(view, io);
  }
}

export function printDocument<D extends object>(
  document: D,
  { format, view }: { readonly format: OutputFormat; readonly view: DocumentView<D> },
  printerIo: PrinterIo,
): void {
  const io = forFormat(format, printerIo);
  switch (format) {
    case 'table':
      io.stdout.write(view.text ? view.text(document) : tablesText(view.tables(document), io));
      return;
    case 'json':
      io.stdout.write(`${JSON.stringify(plain(document), null, 2)}\n`);
      return;
    case 'ndjson':
      io.stdout.write(`${jsonLine(document)}\n`);
      return;
    case 'yaml':
      io.stdout.write(yamlText(plain(document), yamlOptions));
      return;
    case 'csv':
      printRows(view.rows?.(document) ?? [document], io);
  }
}

/** Data stays as it is in a file or a pipe. On a terminal its control characters would be obeyed. */
function forFormat(format: OutputFormat, io: PrinterIo): PrinterIo {
  const { stdout } = io;
  if (format === 'table' || !stdout.isTerminal) return io;
  return { ...io, stdout: { ...stdout, write: (text) => stdout.write(printable(text)) } };
}

function tablePrinter<R>(view: View<R>, io: PrinterIo): Printer<R> {
  const records: R[] = [];
  return {
    write: (record) => records.push(record),
    end() {
      const text = tablesText(view.tables(records), io);
      // On a terminal there are other lines above and below it.
      const margin = io.stdout.isTerminal ? '\n' : '';
      if (text !== '') io.stdout.write(`${margin}${text}${margin}`);
    },
  };
}

function tablesText(tables: readonly TableData[], io: PrinterIo): string {
  const size = { columns: io.stdout.columns(), style: styleFor(io.stdout, io) };
  const filled = tables.filter(({ rows }) => rows.length > 0);
  return filled.map((table) => renderTable(table, size)).join('\n');
}

function jsonPrinter<R>({ stdout }: PrinterIo): Printer<R> {
  let separator = '[\n';
  return {
    write(record) {
      stdout.write(`${separator}  ${jsonLine(record)}`);
      separator = ',\n';
    },
    end: () => stdout.write(separator === '[\n' ? '[]\n' : '\n]\n'),
  };
}

/** Lists of one item each, one after the other, are one list. */
function yamlPrinter<R>({ stdout }: PrinterIo): Printer<R> {
  let isEmpty = true;
  return {
    write(record) {
      isEmpty = false;
      stdout.write(yamlText([plain(record)], yamlOptions));
    },
    end: () => (isEmpty ? stdout.write('[]\n') : undefined),
  };
}

const yamlOptions = { lineWidth: 0 };

function csvPrinter<R>({ csv }: View<R>, { stdout }: PrinterIo): Printer<R> {
  const row = (cells: readonly unknown[]) => stdout.write(csvText([cells], csvOptions));
  row(Object.keys(csv));
  return {
    write: (record) => row(Object.values(csv).map((cell) => flat(cell(record)))),
    end: () => {},
  };
}

/** Columns are all names that any row has. */
function printRows(rows: readonly object[], { stdout }: PrinterIo): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) =>
    columns.map((name) => flat((row as Record<string, unknown>)[name])),
  );
  stdout.write(csvText([columns, ...cells], csvOptions));
}

/** A spreadsheet runs what begins with `=`, and an account's name or tag can. */
const csvOptions = { escape_formulas: true, cast: { boolean: String } };

function flat(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? jsonLine(value) : value;
}

/** As JSON has it: without absent members, numbers too big for it as text. */
function plain(value: unknown): unknown {
  return JSON.parse(jsonLine(value));
}

/** A document whose text is its JSON. */
export const jsonDocument: DocumentView<object> = {
  tables: () => [],
  text: (document) => `${JSON.stringify(plain(document), null, 2)}\n`,
};

/** The first rows of a table, and how many more there are. */
export function firstRows(table: TableData, max: number): TableData {
  const more = table.rows.length - max;
  if (more <= 0) return table;
  const note = `… and ${more.toLocaleString('en-US')} more: see --output json`;
  return { ...table, rows: table.rows.slice(0, max), note };
}
