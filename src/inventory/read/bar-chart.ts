/** A bar chart as SVG in a page: a line with name and number, and the bar below it. */

import { type Html, html } from '../../model/html.ts';

export interface ChartBar {
  readonly name: string;
  readonly value: number;
  /** Shown as a tooltip. */
  readonly detail?: string;
  /** The sum of the remaining values. */
  readonly isRest?: boolean;
}

const size = {
  width: 560,
  row: 36,
  text: 11,
  bar: 22,
  thickness: 7,
  letter: 8,
  number: 90,
} as const;
const longestName = Math.floor((size.width - size.number) / size.letter);

/** The sum of the remaining values is text without a bar: its length would make all other bars tiny. */
export function barChart(title: string, bars: readonly ChartBar[]): Html {
  const shown = bars.filter(({ isRest = false }) => !isRest);
  const most = Math.max(1, ...shown.map(({ value }) => value));
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

/** The name and the number are above the bar, so that a long name has the whole width. */
function barRow(
  { name, value, detail = '', isRest = false }: ChartBar,
  { most, top }: { readonly most: number; readonly top: number },
): Html {
  const number = value.toLocaleString('en-US');
  const tooltip = `${name}: ${number}${detail === '' ? '' : ` (${detail})`}`;
  const line = top + size.text;
  return html`<g><title>${tooltip}</title>
<text class="${isRest ? 'rest' : 'name'}" x="0" y="${line}">${shortened(name)}</text>
<text class="number" x="${size.width}" y="${line}">${number}</text>
${isRest ? '' : bar(value / most, top + size.bar)}</g>
`;
}

function bar(share: number, y: number): Html {
  const width = Math.max(share > 0 ? 2 : 0, Math.round(size.width * share));
  return html`${rectangle('track', y, size.width)}${rectangle('bar', y, width)}`;
}

function rectangle(kind: string, y: number, width: number): Html {
  return html`<rect class="${kind}" x="0" y="${y}" width="${width}" height="${size.thickness}" rx="3"/>`;
}

/** The end is more specific than the middle: `Service.type`. */
function shortened(name: string): string {
  const letters = Array.from(name);
  if (widthOf(letters) <= longestName) return name;
  const head = fitting(letters, Math.ceil(longestName / 2) - 1);
  const tail = fitting(letters.toReversed(), Math.floor(longestName / 2)).toReversed();
  return `${head.join('')}…${tail.join('')}`;
}

/** The first letters that fit into a width. */
function fitting(letters: readonly string[], width: number): readonly string[] {
  let used = 0;
  const end = letters.findIndex((letter) => {
    used += widthOf([letter]);
    return used > width;
  });
  return end < 0 ? letters : letters.slice(0, end);
}

/** In letters of Latin: those of Chinese, Japanese and Korean are twice as wide. */
function widthOf(letters: readonly string[]): number {
  return letters.reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u;
