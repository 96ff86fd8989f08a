/** A table that fits the width: the widest columns give way first, and what is cut ends with an ellipsis. */

import Table from 'cli-table3';
import { fitted, gap, naturalWidths } from './column-widths.ts';
import type { Style } from './style.ts';
import { oneLine, wrapped } from './text.ts';

export interface TableData {
  /** Above it, where there are several. */
  readonly title?: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The last column goes on below instead of being cut, for a few lines. */
  readonly wraps?: boolean;
  /** Below it: what is not shown. */
  readonly note?: string;
}

export interface TableSize {
  readonly columns: number;
  readonly style: Style;
}

/** Of one cell that wraps. */
const mostLines = 5;

/** The layout engine takes time by the square of the rows, so it is given a few at a time. */
const rowsAtOnce = 200;

export function renderTable(
  { title, heads, rows, wraps, note }: TableData,
  { style, columns }: TableSize,
): string {
  const cells = rows.map((row) => row.map(oneLine));
  const widths = fitted(naturalWidths([heads, ...cells]), columns);
  const shown = wraps ? cells.map((row) => withWrappedEnd(row, widths.at(-1) ?? 0)) : cells;
  const above = title === undefined ? [] : [style.bold(title)];
  const head = layOut({ head: heads.map(style.bold), rows: shown.slice(0, 1), widths, style });
  const below = note === undefined ? [] : [style.dim(note)];
  return `${[...above, ...head, ...rest({ rows: shown.slice(1), widths, style }), ...below].join('\n')}\n`;
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
  const lines = wrapped(row.at(-1) ?? '', columns);
  const more = lines.length > mostLines ? [lines.slice(mostLines - 1).join(' ')] : [];
  const shown = more.length > 0 ? [...lines.slice(0, mostLines - 1), ...more] : lines;
  return [...row.slice(0, -1), shown.join('\n')];
}
