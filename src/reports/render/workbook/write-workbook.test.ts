import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { officeTest, toCsv } from '../../../testing/office.ts';
import { columnName, type SheetRow } from './sheet.ts';
import { writeWorkbook } from './write-workbook.ts';

const createdAt = Date.UTC(2026, 3, 14);
const workbookOf = (rows: readonly SheetRow[]) =>
  writeWorkbook({
    title: 'Costs & charges',
    description: 'of <2026-03>',
    createdAt,
    heads: ['Name', 'Amount (USD)'],
    rows,
  });

const outline: readonly SheetRow[] = [
  { cells: ['alpha', 1234.5], level: 2, hidden: true },
  { cells: ['beta', -0.25], level: 2, hidden: true },
  { cells: ['Sandboxes', { formula: 'SUM(B2:B3)', result: 1234.25 }], level: 1, collapsed: true },
  { cells: ['TOTAL', { formula: 'B4', result: 1234.25 }] },
];

const amount = { numFmt: '# ##0.00', alignment: { horizontal: 'right' } };

test('another library reads cells, formulas, outline, formats, widths and properties as they were written', async () => {
  const { sheets, properties } = await readXlsx(workbookOf(outline), { readStyles: true });
  const [sheet] = sheets;

  expect(sheets.map(({ name }) => name)).toEqual(['Sheet1']);
  expect(sheet?.rows).toEqual([
    ['Name', 'Amount (USD)'],
    ['alpha', 1234.5],
    ['beta', -0.25],
    ['Sandboxes', 1234.25],
    ['TOTAL', 1234.25],
  ]);
  expect(sheet?.cells?.get('1,1')).toEqual({ value: 1234.5, type: 'number', style: amount });
  expect(sheet?.cells?.get('3,1')).toEqual({
    value: 1234.25,
    type: 'formula',
    formula: 'SUM(B2:B3)',
    formulaResult: 1234.25,
    style: amount,
  });
  expect(Object.fromEntries(sheet?.rowDefs ?? [])).toEqual({
    1: { hidden: true, outlineLevel: 2 },
    2: { hidden: true, outlineLevel: 2 },
    3: { outlineLevel: 1, collapsed: true },
  });
  expect(sheet?.columns).toEqual([{ width: 9.7109375 }, { width: 12.7109375 }]);
  expect(properties).toEqual({
    title: 'Costs & charges',
    description: 'of <2026-03>',
    created: new Date(createdAt),
  });
});

test('text is never a formula or a link, whatever its characters', async () => {
  const texts = ['=1+1', '+1', '@a', '-', 'https://example.com', 'a\u0007_x0041_\r\n<&>"', ' b '];

  const { sheets } = await readXlsx(workbookOf(texts.map((text) => ({ cells: [text] }))));

  expect(sheets[0]?.rows.slice(1).map(([text]) => text)).toEqual(texts);
  const kinds = [...(sheets[0]?.cells?.values() ?? [])].map(({ type, hyperlink }) => [
    type,
    hyperlink,
  ]);
  expect(kinds).toEqual(kinds.map(() => ['string', undefined]));
});

test('the same report is the same bytes', async () => {
  expect(workbookOf(outline)).toEqual(workbookOf(outline));
});

test('columns are named as Excel names them', () => {
  expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
});

officeTest('LibreOffice opens the workbook and computes the same totals', async () => {
  expect(await toCsv(workbookOf(outline))).toBe(
    'Name,Amount (USD)\nalpha,1234.5\nbeta,-0.25\nSandboxes,1234.25\nTOTAL,1234.25\n',
  );
});
