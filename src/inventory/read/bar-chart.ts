/** A bar chart as SVG in a page: names on the left, numbers on the right. */

import { type Html, html } from './html.ts';

export interface ChartBar {
  readonly name: string;
  readonly value: number;
  /** Shown as a tooltip. */
  readonly detail?: string;
  /** The sum of the remaining values. */
  readonly isRest?: boolean;
}

const size = { width: 560, names: 190, numbers: 64, row: 24, bar: 14 } as const;
const longestName = 27;

export function barChart(title: string, bars: readonly ChartBar[]): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = bars.length * size.row;
  return html`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${title}">
${bars.map((bar, index) => barRow(bar, { most, top: index * size.row }))}</svg></figure>`;
}

/** Returns the largest bars, and the sum of all others as one. */
export function largestBars(bars: readonly ChartBar[], most: number): readonly ChartBar[] {
  if (bars.length <= most) return bars;
  const others = bars.slice(most - 1);
  const value = others.reduce((sum, bar) => sum + bar.value, 0);
  return [...bars.slice(0, most - 1), { name: `${others.length} others`, value, isRest: true }];
}

function barRow(
  { name, value, detail = '', isRest = false }: ChartBar,
  { most, top }: { readonly most: number; readonly top: number },
): Html {
  const room = size.width - size.names - size.numbers;
  const width = Math.max(value > 0 ? 2 : 0, Math.round((room * value) / most));
  const middle = top + size.row / 2;
  const tooltip = `${name}: ${value.toLocaleString('en-US')}${detail === '' ? '' : ` (${detail})`}`;
  return html`<g><title>${tooltip}</title>
<text class="name" x="${size.names - 10}" y="${middle}">${shortened(name)}</text>
<rect class="${isRest ? 'rest' : 'bar'}" x="${size.names}" y="${middle - size.bar / 2}" width="${width}" height="${size.bar}" rx="2"/>
<text class="number" x="${size.names + width + 6}" y="${middle}">${value.toLocaleString('en-US')}</text></g>
`;
}

/** The end is more specific than the middle: `Service.type`. */
function shortened(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= longestName) return name;
  const tail = Math.floor(longestName / 2);
  return `${letters.slice(0, longestName - tail - 1).join('')}…${letters.slice(-tail).join('')}`;
}
