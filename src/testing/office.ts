/** LibreOffice, which opens the workbooks as a person would. Where it is absent, its tests are skipped, and say so. */

import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'vitest';

const execute = promisify(execFile);
const timeoutMs = 180_000;

const office = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'soffice'))
  .find(isExecutable);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A test that needs LibreOffice. */
export function officeTest(name: string, run: () => Promise<void>): void {
  test(name, { timeout: timeoutMs }, async (context) => {
    context.skip(office === undefined, 'LibreOffice is not installed (soffice is not on the PATH)');
    await run();
  });
}

/** The values of the sheet as LibreOffice computes them. */
export async function toCsv(workbook: Buffer): Promise<string> {
  return (await convert(workbook, 'csv')).toString('utf8');
}

export async function toPdf(workbook: Buffer): Promise<Buffer> {
  return await convert(workbook, 'pdf');
}

/** Each conversion has a profile of its own: LibreOffice refuses to run twice with one. */
async function convert(workbook: Buffer, format: 'csv' | 'pdf'): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-office-'));
  try {
    const file = join(folder, 'report.xlsx');
    await writeFile(file, workbook);
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const args = [profile, '--headless', '--convert-to', format, '--outdir', folder, file];
    await execute(office ?? 'soffice', args, { timeout: timeoutMs });
    return await readFile(join(folder, `report.${format}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
