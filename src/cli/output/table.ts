/**
 * A table that fits the width: the widest columns give way first, and what is cut ends with an ellipsis. Where not even
 * narrow columns fit, each row becomes a block of lines. Without a terminal the width is infinite and nothing is cut.
 */

import Table from 'cli-table3';
import { fitted, gap, naturalWidths } from './column-widths.ts';
import type { Style } from './style.ts';
import { oneLine, wrapped } from './text.ts';

export interface TableData {
  /** Above it, where there are several. */
  readonly title?: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The last column continues on further lines instead of being cut. */
  readonly wraps?: boolean;
  /** Which rows are failures; these are red. */
  readonly isFailed?: (row: readonly string[]) => boolean;
  /** Below it: what is not shown. */
  readonly note?: string;
}

export interface TableSize {
  readonly columns: number;
  readonly style: Style;
}

/** The layout engine takes time by the square of the rows, so it is given a few at a time. */
const rowsAtOnce = 200;

export function renderTable(table: TableData, { style, columns }: TableSize): string {
  const { title, heads, wraps, note, isFailed = () => false } = table;
  const rows = table.rows.map((row) => row.map(oneLine));
  const widths = fitted(naturalWidths([heads, ...rows]), columns);
  const shown = wraps && widths ? rows.map((row) => withWrappedEnd(row, widths.at(-1) ?? 0)) : rows;
  const painted = shown.map((row) => (isFailed(row) ? row.map((cell) => red(cell, style)) : row));
  const lines = widths
    ? layOutAll({ heads, rows: painted, widths, style })
    : blocks(heads, painted, style);
  const above =
    title === undefined ? [] : [style.bold(rows.every(isFailed) ? style.red(title) : title)];
  const below = note === undefined ? [] : [style.dim(note)];
  return `${[...above, ...lines, ...below].join('\n')}\n`;
}

/** The rows with this text in this column. */
export function failedWhere(column: number, text: string): (row: readonly string[]) => boolean {
  return (row) => row[column] === text;
}

/** Line by line: the layout engine puts other cells between the lines of one. */
function red(cell: string, style: Style): string {
  return cell === '' ? '' : cell.split('\n').map(style.red).join('\n');
}

/** A block of lines for each row: `Name: alpha`. Empty cells are left out. */
function blocks(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { bold }: Style,
): readonly string[] {
  return rows.flatMap((row, at) => [
    ...(at > 0 ? [''] : []),
    ...row.flatMap((cell, index) => (cell === '' ? [] : [`${bold(`${heads[index]}:`)} ${cell}`])),
  ]);
}

function layOutAll({ heads, rows, ...layout }: Layout & { readonly heads: readonly string[] }) {
  const head = layOut({ ...layout, head: heads.map(layout.style.bold), rows: rows.slice(0, 1) });
  return [...head, ...rest({ ...layout, rows: rows.slice(1) })];
}

interface Layout {
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly widths: readonly number[];
  readonly style: Style;
}

function rest({ rows, ...layout }: Layout): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    lines.push(...layOut({ ...layout, rows: rows.slice(at, at + rowsAtOnce) }));
  }
  return lines;
}

function layOut({ head = [], rows, widths, style }: Layout): readonly string[] {
  const table = new Table({
    head: [...head],
    colWidths: [...widths],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    chars: {
      ...noLines,
      mid: style.dim('─'),
      'mid-mid': style.dim('─'.repeat(gap)),
      middle: ' '.repeat(gap),
    },
  });
  table.push(...rows.map((row) => [...row]));
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd());
}

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', right: '', 'right-mid': '' },
};

function withWrappedEnd(row: readonly string[], columns: number): string[] {
  const lines = wrapped(row.at(-1) ?? '', columns).flatMap((line) => pieces(line, columns));
  return [...row.slice(0, -1), lines.join('\n')];
}

/** A word that is longer than the line, such as an ARN, continues on the next one. */
function pieces(line: string, columns: number): readonly string[] {
  if (line.length <= columns) return [line];
  return [line.slice(0, columns), ...pieces(line.slice(columns), columns)];
}
