/** A table that fits the width: the widest columns give way first, and what is cut ends with an ellipsis. */

import Table from 'cli-table3';
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

/** Between two columns. */
const gap = 2;
/** No column becomes narrower, whatever the width. */
const narrowest = 6;
/** Of one cell that wraps. */
const mostLines = 5;

export function renderTable(
  { title, heads, rows, wraps, note }: TableData,
  size: TableSize,
): string {
  const { style, columns } = size;
  const cells = rows.map((row) => row.map(oneLine));
  const widths = fitted(naturalWidths([heads, ...cells]), columns);
  const table = new Table({
    head: heads.map(style.bold),
    colWidths: widths,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    chars: {
      ...noLines,
      mid: style.dim('─'),
      'mid-mid': style.dim('─'.repeat(gap)),
      middle: ' '.repeat(gap),
    },
  });
  for (const row of cells) table.push(wraps ? withWrappedEnd(row, widths.at(-1) ?? 0) : row);
  const above = title === undefined ? [] : [style.bold(title)];
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const below = note === undefined ? [] : [style.dim(note)];
  return `${[...above, ...lines, ...below].join('\n')}\n`;
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

/** Widest first, so that ids stay whole and long texts are cut. The first two columns, which say who it is, go last. */
export function fitted(natural: readonly number[], columns: number): number[] {
  const room = columns - gap * (natural.length - 1);
  const rest = narrowed(natural.slice(2), room - sum(natural.slice(0, 2)));
  return [...narrowed(natural.slice(0, 2), room - sum(rest)), ...rest];
}

function narrowed(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  while (sum(widths) > room) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 1, widthOf(cell));
    }
  }
  return widths;
}

const graphemes = new Intl.Segmenter();
const isWide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns that a terminal gives to it: two for East Asian letters and emoji. */
function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const wide = (segment: string) => (isWide.test(segment) ? 2 : 1);
  return Array.from(graphemes.segment(text)).reduce((sum, { segment }) => sum + wide(segment), 0);
}
