/** The answer to a question in SQL: any columns, any number of rows. */

import type { QueryResult } from '../../../../inventory/read/open-database.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { View } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';

/** A table is for reading; the other formats have every row. */
const maxRows = 1_000;

type AnswerRow = Readonly<Record<string, unknown>>;

/** Rows are printed as they are found. After an interruption the answer is incomplete. */
export async function printAnswer(
  { columns, rows }: QueryResult,
  context: CommandContext,
): Promise<void> {
  const isTable = context.format === 'table';
  let total = 0;
  const printer = context.printer(answerView(columns, () => total - maxRows));
  for await (const values of rows) {
    context.signal.throwIfAborted();
    total += 1;
    if (isTable && total > maxRows) continue;
    printer.write(Object.fromEntries(columns.map((name, index) => [name, values[index]])));
  }
  printer.end();
  if (isTable) context.note(count(total, 'row'));
}

function answerView(columns: readonly string[], more: () => number): View<AnswerRow> {
  return {
    tables: (records) => [
      {
        heads: columns,
        rows: records.map((record) => columns.map((name) => cell(record[name]))),
        ...(more() > 0 && { note: `… and ${count(more(), 'more row')}: see --output` }),
      },
    ],
    csv: Object.fromEntries(columns.map((name) => [name, (record: AnswerRow) => record[name]])),
  };
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
