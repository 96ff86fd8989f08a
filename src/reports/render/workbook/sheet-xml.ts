/** The sheet of a workbook as SpreadsheetML, in chunks: ECMA-376 part 1, 18.3. */

import { isActive } from '../inert.ts';
import { columnName, type SheetCell, type SheetRow, type Workbook } from './sheet.ts';
import { cellStyles } from './styles.ts';
import { xmlDeclaration, xmlText } from './xml.ts';

/** Excel's own limit of a cell. */
const maxCharacters = 32_767;
/** Rows of a chunk. */
const chunkRows = 200;
/** Excel adds it to a width in characters, for the margins of the cell in the default font. */
const margin = 0.7109375;
const maxWidth = 255;
const maxFooter = 255;

export function* sheetXml({ heads, rows, description }: Workbook): Generator<string> {
  yield `${xmlDeclaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`;
  // A printed page has all columns.
  yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
  yield '<sheetViews><sheetView workbookViewId="0"/></sheetViews>';
  yield layoutXml(measure(heads, rows));
  let chunk = rowXml({ cells: heads }, 1);
  let number = 1;
  for (const row of rows) {
    chunk += rowXml(row, ++number);
    if (number % chunkRows > 0) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>${footerXml(description)}</worksheet>`;
}

interface Layout {
  /** Characters of the longest text of each column. */
  readonly widths: readonly number[];
  /** Depth of the outline. */
  readonly levels: number;
}

function measure(heads: readonly string[], rows: Iterable<SheetRow>): Layout {
  const widths = heads.map((head) => head.length);
  let levels = 0;
  for (const { cells, level = 0 } of rows) {
    levels = Math.max(levels, level);
    for (const [index, cell] of cells.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
    }
  }
  return { widths, levels };
}

/** Without the number of levels Excel shows only some of the buttons of an outline. */
function layoutXml({ widths, levels }: Layout): string {
  const outline = levels > 0 ? ` outlineLevelRow="${levels}"` : '';
  const columns = widths.map((width, index) => {
    const at = index + 1;
    return `<col min="${at}" max="${at}" width="${Math.min(width, maxWidth) + margin}" customWidth="1"/>`;
  });
  return `<sheetFormatPr defaultRowHeight="15"${outline}/><cols>${columns.join('')}</cols><sheetData>`;
}

/** Printed below each page. In a footer an ampersand begins a code, and Excel refuses more characters. */
function footerXml(text: string): string {
  const footer = `&L${text.replaceAll('&', '&&')}`.slice(0, maxFooter);
  return `<headerFooter><oddFooter>${xmlText(footer)}</oddFooter></headerFooter>`;
}

function widthOf(cell: SheetCell): number {
  if (cell === undefined) return 0;
  if (typeof cell === 'string') return cell.length;
  const amount = typeof cell === 'number' ? cell : cell.result;
  // The format has a space in front of the last thousand, which is also there when the amount is smaller.
  return amount.toFixed(2).length + 1;
}

function rowXml({ cells, level, hidden, collapsed }: SheetRow, number: number): string {
  const attributes = [
    `r="${number}"`,
    ...(hidden ? ['hidden="1"'] : []),
    ...(level === undefined ? [] : [`outlineLevel="${level}"`]),
    ...(collapsed ? ['collapsed="1"'] : []),
  ];
  let xml = `<row ${attributes.join(' ')}>`;
  for (const [index, cell] of cells.entries())
    xml += cellXml(cell, `${columnName(index)}${number}`);
  return `${xml}</row>`;
}

function cellXml(cell: SheetCell, at: string): string {
  if (cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}" s="${cellStyles.amount}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return textXml(cell, at);
  const { formula, result } = cell;
  return `<c r="${at}" s="${cellStyles.amount}"><f>${xmlText(formula)}</f><v>${result}</v></c>`;
}

function textXml(text: string, at: string): string {
  const style = isActive(text) ? ` s="${cellStyles.inertText}"` : '';
  const shown = xmlText(text.slice(0, maxCharacters));
  return `<c r="${at}"${style} t="inlineStr"><is><t xml:space="preserve">${shown}</t></is></c>`;
}
