/** How wide each column of a table becomes. */

/** Between two columns. */
export const gap = 2;
/** No column becomes narrower, whatever the width. */
const narrowest = 6;

/** Widest first, so that ids stay whole and long texts are cut. The first two columns, which say who it is, go last. */
export function fitted(natural: readonly number[], columns: number): number[] {
  const room = columns - gap * (natural.length - 1);
  const rest = narrowed(natural.slice(2), room - sum(natural.slice(0, 2)));
  return [...narrowed(natural.slice(0, 2), room - sum(rest)), ...rest];
}

function narrowed(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  while (sum(widths) > room) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}

/** What each column would like to have. */
export function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 1, widthOf(cell));
    }
  }
  return widths;
}

const graphemes = new Intl.Segmenter();
const isWide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns that a terminal gives to it: two for East Asian letters and emoji. */
function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const wide = (segment: string) => (isWide.test(segment) ? 2 : 1);
  return Array.from(graphemes.segment(text)).reduce((sum, { segment }) => sum + wide(segment), 0);
}
