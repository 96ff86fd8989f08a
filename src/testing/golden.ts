/**
 * Golden files: what a report looked like when a person read it. `UPDATE_GOLDEN=1 npx vitest run <test>` writes them
 * anew; read the difference before you commit it.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { expect } from 'vitest';
import { columnName } from '../reports/render/workbook/sheet.ts';

export function expectGolden(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** A workbook as lines of text, read by another library than the one that writes it. */
export async function describeWorkbook(workbook: Uint8Array): Promise<string> {
  const { sheets, properties } = await readXlsx(workbook, { readStyles: true });
  const [sheet] = sheets;
  if (!sheet || sheets.length > 1) throw new Error('the workbook has not one sheet');
  const widths = sheet.columns?.map(({ width = 0 }) => Math.floor(width)).join(' ');
  const lines = sheet.rows.map((row, index) => {
    const { outlineLevel, hidden, collapsed } = sheet.rowDefs?.get(index) ?? {};
    const outline = [
      ...(outlineLevel === undefined ? [] : [`level ${outlineLevel}`]),
      ...(hidden ? ['hidden'] : []),
      ...(collapsed ? ['collapsed'] : []),
    ].join(' ');
    const cells = row.map((value, column) => {
      const cell = sheet.cells?.get(`${index},${column}`);
      const format = cell?.style?.numFmt ? ` [${cell.style.numFmt}]` : '';
      const formula = cell?.formula === undefined ? '' : `=${cell.formula} -> `;
      return value === null ? '' : `${columnName(column)} ${formula}${value}${format}`;
    });
    return `${index + 1} (${outline}) ${cells.filter(Boolean).join(' | ')}`;
  });
  const { title, description, created } = properties ?? {};
  const about = [`title: ${title}`, `description: ${description}`, `widths: ${widths}`];
  return `${[...about, `created: ${created?.toISOString()}`, ...lines].join('\n')}\n`;
}
