/** Tables as text on stderr: what would be done, above the question. */

import type { Io } from '../io.ts';
import { styleFor } from './style.ts';
import { renderTable, type TableData } from './table.ts';

export function planText(tables: readonly TableData[], io: Pick<Io, 'stderr' | 'env'>): string {
  const size = { columns: io.stderr.columns(), style: styleFor(io.stderr, io) };
  const filled = tables.filter(({ rows }) => rows.length > 0);
  return filled
    .map((table) => renderTable(table, size))
    .join('\n')
    .trimEnd();
}
