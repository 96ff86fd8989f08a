/** A CSV file of the settings: values of an account on each line. */

import { isAccountId } from '../../model/account.ts';
import type { Findings, SourcePosition } from '../problem.ts';
import { tagValue } from '../values.ts';
import { type CsvColumn, type CsvColumns, readColumns, separatorOf } from './csv-columns.ts';
import { type CsvCell, type CsvRow, parseCsv } from './parse-csv.ts';

interface CsvValue {
  readonly column: CsvColumn;
  readonly text: string;
  readonly at: SourcePosition;
}

export interface CsvLine {
  readonly accountId: string;
  readonly at: SourcePosition;
  readonly values: readonly CsvValue[];
}

/** Reports invalid lines, and leaves them out. */
export function readCsv(text: string, findings: Findings): readonly CsvLine[] {
  reportEncoding(text, findings);
  const { rows, unclosed } = parseCsv(text, separatorOf(text));
  if (unclosed) {
    const message = 'a quote opens here and is never closed';
    findings.problem({ at: unclosed, path: '', message });
  }
  const [header, ...body] = rows;
  if (!header) {
    const message = 'the file is empty; its first line must be a header, like Account, Note';
    if (!unclosed) findings.problem({ at: { line: 1, column: 1 }, path: '', message });
    return [];
  }
  const columns = readColumns(header, findings);
  const lines = body.flatMap((row) => readLine(row, columns, findings) ?? []);
  reportDuplicates(lines, findings);
  return lines;
}

function readLine(row: CsvRow, columns: CsvColumns, findings: Findings): CsvLine | undefined {
  const at = row[0]?.at ?? { line: 1, column: 1 };
  if (row.length !== columns.length) {
    const message = `the line has ${cells(row.length)} and the header has ${columns.length}; ${advice(row.length < columns.length)}`;
    findings.problem({ at, path: '', message });
    return undefined;
  }
  const values = row.flatMap((cell, index) => csvValue(cell, columns[index]));
  for (const value of values) checkTag(value, findings);
  const account = values.find(({ column }) => column.label === 'Account');
  return account && isSound(account, findings)
    ? { accountId: account.text, at, values }
    : undefined;
}

function cells(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}

function advice(isShort: boolean): string {
  return isShort
    ? 'put a separator for each cell that is empty'
    : 'put a cell that holds a separator in double quotes';
}

function csvValue({ text, at }: CsvCell, column: CsvColumn | undefined): readonly CsvValue[] {
  return column ? [{ column, text, at }] : [];
}

function isSound({ text, at }: CsvValue, findings: Findings): boolean {
  if (isAccountId(text)) return true;
  findings.problem({ at, path: 'Account', message: idMessage(text) });
  return false;
}

/** Spreadsheets read ids as numbers. */
function idMessage(text: string): string {
  if (text === '')
    return 'the cell of column Account is empty; it must be the twelve digits of an account';
  if (/^\d[.,]\d+E\+\d+$/i.test(text)) {
    return `"${text}" is an account id that a spreadsheet has rounded; format the column as text and enter the twelve digits`;
  }
  if (/^\d{9,11}$/.test(text)) {
    return `"${text}" has ${text.length} digits and an account id has twelve; has a spreadsheet dropped the zeros in front?`;
  }
  return `"${text}" is not an account id; it must be twelve digits`;
}

function checkTag({ column, text, at }: CsvValue, findings: Findings): void {
  if (column.label !== 'Tag') return;
  const checked = tagValue.safeParse(text);
  if (checked.success) return;
  const message = `${column.header} is ${JSON.stringify(text)}: ${checked.error.issues[0]?.message}`;
  findings.problem({ at, path: column.header, message });
}

function reportDuplicates(lines: readonly CsvLine[], findings: Findings): void {
  const first = new Map<string, CsvLine>();
  for (const line of lines) {
    const earlier = first.get(line.accountId);
    if (!earlier) first.set(line.accountId, line);
    else {
      const message = `account ${line.accountId} is on line ${earlier.at.line} already; where both have a value, this one wins`;
      findings.warning({ at: line.at, path: 'Account', message });
    }
  }
}

/** Spreadsheets write the machine's character set by default. */
function reportEncoding(text: string, findings: Findings): void {
  const before = text.slice(0, text.indexOf('\uFFFD')).split('\n');
  if (!text.includes('\uFFFD')) return;
  const at = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  const message = 'there is a letter here that is not UTF-8; save the file as CSV in UTF-8';
  findings.problem({ at, path: '', message });
}
