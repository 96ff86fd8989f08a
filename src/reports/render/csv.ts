/** CSV as spreadsheets and existing consumers read it: CRLF, quotes only where needed, no byte order mark. */

import { stringify } from 'csv-stringify/sync';
import { floatText } from './float-text.ts';
import { isActive } from './inert.ts';

/** Undefined: an empty cell. */
export type ReportCell = string | number | undefined;

/** A line feed alone is not the record delimiter, and must be quoted all the same. */
const format = { record_delimiter: 'windows', quoted_match: /[\r\n]/ };
/** Rows that are converted at once: a copy of every row of a large report is not kept. */
const batchRows = 1_000;

export function csvText(heads: readonly string[], rows: Iterable<readonly ReportCell[]>): string {
  let text = '';
  let batch = [heads.map(cellText)];
  for (const row of rows) {
    batch.push(row.map(cellText));
    if (batch.length < batchRows) continue;
    text += stringify(batch, format);
    batch = [];
  }
  return text + stringify(batch, format);
}

function cellText(cell: ReportCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return floatText(cell);
  return isActive(cell) ? `'${cell}` : cell;
}
