/** Writes a report to the file of `--out`. */

import { statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { tablePage } from '../../../reports/render/html/table-page.ts';
import { type Columns, tableCsv, tableWorkbook } from '../../../reports/render/table.ts';
import type { CommandContext } from '../../command-context.ts';
import { refuseIgnored } from '../../options/refuse-ignored.ts';
import { type TableFormat, tableFormats } from './options.ts';

/** A report in each format. */
export interface ReportFile {
  csv(): string;
  xlsx(): Buffer;
  html(): string;
  readonly json: object;
}

export interface ReportTable<Row> {
  readonly title: string;
  readonly columns: Columns<Row>;
  readonly rows: readonly Row[];
  /** Milliseconds. */
  readonly createdAt: number;
}

export function tableFile<Row>({ title, columns, rows, createdAt }: ReportTable<Row>): ReportFile {
  return {
    csv: () => tableCsv(columns, rows),
    xlsx: () => tableWorkbook(columns, rows, { title, description: title, createdAt }),
    html: () => tablePage({ title, columns, rows, createdAt }),
    json: rows,
  };
}

export interface FileValues {
  readonly out?: string | undefined;
  readonly format?: TableFormat | undefined;
  readonly overwrite: boolean;
}

/** Throws before anything is read: a report may cost money. */
export function assertNewFile({ out, overwrite }: FileValues, context: CommandContext): void {
  if (out === undefined) {
    refuseIgnored(context, { format: '--format', overwrite: '--overwrite' }, 'only with --out');
    return;
  }
  const found = statOf(resolve(context.io.folder, out));
  if (found?.isDirectory()) {
    throw new FlotillaError('InvalidInput', `--out: "${out}" is a folder; give the name of a file`);
  }
  if (overwrite || !found) return;
  throw new FlotillaError(
    'InvalidInput',
    `${out} exists; replace it with --overwrite, or choose another name`,
  );
}

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

/** The file is complete, or not there. Returns what was written, for the closing line. */
export async function writeReport(
  { out, format }: FileValues,
  file: ReportFile,
  { io }: CommandContext,
): Promise<string> {
  if (out === undefined) return '';
  const path = resolve(io.folder, out);
  const content = contentOf(format ?? formatOf(out), file);
  try {
    // A device or a pipe is written to, and never replaced by a file.
    const isFile = statOf(path)?.isFile() ?? true;
    const draft = isFile ? `${path}.part` : path;
    await writeFile(draft, content);
    if (isFile) await rename(draft, path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `--out: cannot write "${out}" (${code ?? message}); check the path`,
      {
        cause,
      },
    );
  }
  return `; written to ${out}`;
}

function formatOf(path: string): TableFormat {
  return tableFormats.find((format) => extname(path).toLowerCase() === `.${format}`) ?? 'csv';
}

function contentOf(format: TableFormat, file: ReportFile): string | Buffer {
  if (format === 'json') return `${JSON.stringify(file.json, null, 2)}\n`;
  return file[format]();
}
