/** A table of a report page. */

import { type Html, html } from '../../../model/html.ts';
import { numberText } from './number-text.ts';

export interface DataTable {
  /** Read by screen readers, and not shown: the section has a title. */
  readonly label: string;
  readonly columns: readonly DataColumn[];
  /** Cells by column. */
  readonly rows: readonly (readonly string[])[];
  readonly total?: readonly string[];
}

interface DataColumn {
  readonly title: string;
  /** Numbers are aligned on the right. */
  readonly isNumber?: boolean;
}

/** A browser stays quick, and the CSV has all rows. */
const maxRows = 500;

export function dataTable({ label, columns, rows, total }: DataTable): Html {
  const cell = (text: string, index: number) => html`<td${classOf(columns[index])}>${text}</td>`;
  const line = (cells: readonly string[]) => html`<tr>${cells.map(cell)}</tr>\n`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${rows.slice(0, maxRows).map(line)}</tbody>${total ? html`<tfoot>${line(total)}</tfoot>` : ''}
</table></div>${more(rows.length)}`;
}

function classOf(column: DataColumn | undefined): Html {
  return { html: column?.isNumber ? ' class="number"' : '' };
}

function more(rows: number): Html | string {
  if (rows <= maxRows) return '';
  const hidden = numberText(rows - maxRows);
  return html`<p class="more">${hidden} more rows are in the CSV file.</p>`;
}
