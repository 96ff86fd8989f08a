/**
 * Parses CSV into rows of cells with positions. The rules are those of existing readers: a quote opens a cell only as
 * its first character, and text after a closing quote belongs to the cell.
 */

import type { SourcePosition } from '../problem.ts';

export interface CsvCell {
  /** Without surrounding blanks. */
  readonly text: string;
  readonly at: SourcePosition;
}

export type CsvRow = readonly CsvCell[];

export interface ParsedCsv {
  /** Empty lines are left out. */
  readonly rows: readonly CsvRow[];
  /** Position of a quote that is never closed. */
  readonly unclosed?: SourcePosition;
}

interface Cursor {
  offset: number;
  line: number;
  lineStart: number;
}

export function parseCsv(source: string, separator: string): ParsedCsv {
  const text = source.replace(/^\uFEFF/, '');
  const cursor: Cursor = { offset: 0, line: 1, lineStart: 0 };
  const rows: CsvRow[] = [];
  let row: CsvCell[] = [];
  while (cursor.offset < text.length) {
    const at = { line: cursor.line, column: cursor.offset - cursor.lineStart + 1 };
    const start = cursor.offset;
    const cell = readCell(text, separator, cursor);
    if (cell === undefined) return { rows, unclosed: at };
    row.push({ text: cell.trim(), at });
    const hasMore = text[cursor.offset] === separator;
    if (hasMore) cursor.offset++;
    if (hasMore && cursor.offset < text.length) continue;
    if (hasMore) row.push({ text: '', at: { ...at, column: at.column + cell.length + 1 } });
    if (row.length > 1 || cursor.offset > start) rows.push(row);
    row = [];
    skipLineEnd(text, cursor);
  }
  return { rows };
}

function readCell(text: string, separator: string, cursor: Cursor): string | undefined {
  let cell = '';
  if (text[cursor.offset] === '"') {
    const quoted = readQuoted(text, cursor);
    if (quoted === undefined) return undefined;
    cell = quoted;
  }
  const start = cursor.offset;
  while (cursor.offset < text.length && !isEnd(text[cursor.offset] ?? '', separator)) {
    cursor.offset++;
  }
  return cell + text.slice(start, cursor.offset);
}

function readQuoted(text: string, cursor: Cursor): string | undefined {
  let value = '';
  for (cursor.offset++; cursor.offset < text.length; cursor.offset++) {
    const letter = text[cursor.offset];
    if (letter === '"') {
      if (text[cursor.offset + 1] !== '"') {
        cursor.offset++;
        return value;
      }
      cursor.offset++;
    }
    if (letter === '\n') nextLine(cursor, cursor.offset + 1);
    value += letter;
  }
  return undefined;
}

function isEnd(letter: string, separator: string): boolean {
  return letter === separator || letter === '\n' || letter === '\r';
}

function skipLineEnd(text: string, cursor: Cursor): void {
  if (text[cursor.offset] === '\r') cursor.offset++;
  if (text[cursor.offset] === '\n') cursor.offset++;
  nextLine(cursor, cursor.offset);
}

function nextLine(cursor: Cursor, start: number): void {
  cursor.line++;
  cursor.lineStart = start;
}
