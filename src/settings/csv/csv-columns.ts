/** The columns of a CSV file: `Account`, `Note`, `Tag: <key>`, `Preparation: <VARIABLE>`, `Purge: <VARIABLE>`. */

import { nearest } from '../../model/nearest.ts';
import type { Findings } from '../problem.ts';
import { tagKey } from '../values.ts';
import type { CsvCell, CsvRow } from './parse-csv.ts';

const labels = ['Account', 'Note', 'Tag', 'Preparation', 'Purge'] as const;
type Label = (typeof labels)[number];

export interface CsvColumn {
  readonly label: Label;
  /** Of a tag or a variable; empty for other labels. */
  readonly key: string;
  /** As the file has it. */
  readonly header: string;
}

/** Undefined where the header is unknown; it has been reported then. */
export type CsvColumns = readonly (CsvColumn | undefined)[];

export function readColumns(header: CsvRow, findings: Findings): CsvColumns {
  const columns = header.map((cell) => readColumn(cell, findings));
  for (const [index, column] of columns.entries()) {
    const first = columns.findIndex((other) => other && isSame(other, column));
    if (column && first < index) reportDuplicate(header[index], column, findings);
  }
  if (!columns.some((column) => column?.label === 'Account') && !hasUnknownColumn(columns)) {
    const at = header[0]?.at ?? { line: 1, column: 1 };
    const message = 'column Account is missing; it names the account of each line';
    findings.problem({ at, path: 'Account', message });
  }
  return columns;
}

/** Spreadsheets of many countries write semicolons. */
export function separatorOf(text: string): ',' | ';' {
  const [header = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const known = (separator: string) =>
    header.split(separator).filter((cell) => labelOf(cell.replace(/^"/, '')) !== undefined).length;
  return known(';') > known(',') ? ';' : ',';
}

function labelOf(cell: string): Label | undefined {
  const word = (cell.split(':', 1)[0] ?? '').trim();
  return labels.find((label) => label === word);
}

function readColumn({ text, at }: CsvCell, findings: Findings): CsvColumn | undefined {
  const colon = text.indexOf(':');
  const word = (colon < 0 ? text : text.slice(0, colon)).trim();
  const key = colon < 0 ? '' : text.slice(colon + 1).trim();
  const label = labels.find((one) => one === word);
  const refuse = (message: string) => {
    findings.problem({ at, path: text, message });
    return undefined;
  };
  if (!label) return refuse(unknownLabel(text, word));
  const needsKey = label !== 'Account' && label !== 'Note';
  if (needsKey && key === '') return refuse(missingKey(text, label));
  const key1 = label === 'Tag' ? tagKey.safeParse(key) : undefined;
  if (key1?.success === false) return refuse(`"${text}": ${key1.error.issues[0]?.message}`);
  return { label, key: needsKey ? key : '', header: text };
}

function unknownLabel(text: string, word: string): string {
  const meant = word === 'Prepare' ? 'Preparation' : nearest(word, labels);
  const hint = meant
    ? `did you mean ${meant}?`
    : 'write Account, Note, Tag: <key>, Preparation: <VARIABLE> or Purge: <VARIABLE>';
  return text === ''
    ? `a column has no header; ${hint}`
    : `"${text}" is not a header of the settings; ${hint}`;
}

function missingKey(text: string, label: Label): string {
  const what =
    label === 'Tag'
      ? 'the tag; write it like Tag: cost-center'
      : `the variable; write it like ${label}: NAME`;
  return `"${text}" does not name ${what}`;
}

function isSame(one: CsvColumn, other: CsvColumn | undefined): boolean {
  return one.label === other?.label && one.key === other.key;
}

function reportDuplicate(
  cell: CsvCell | undefined,
  { header }: CsvColumn,
  findings: Findings,
): void {
  if (!cell) return;
  const message = `"${header}" is the header of two columns; the later one wins`;
  findings.warning({ at: cell.at, path: header, message });
}

/** An unknown header has been reported; it may be a misspelt Account, so that is not reported as well. */
function hasUnknownColumn(columns: CsvColumns): boolean {
  return columns.includes(undefined);
}
