/** How wide each column of a table becomes. */

/** Between two columns. */
export const gap = 2;
/** No column becomes narrower, whatever the width. */
const minWidth = 6;
/** Of the last column, which often holds what matters: a reason, a status, a message. */
const minLastWidth = 12;

/**
 * Narrows the widest columns first: those in the middle, then the first two, which identify the row, then the last.
 * Returns undefined when the columns do not fit in any case.
 */
export function fitted(natural: readonly number[], columns: number): number[] | undefined {
  const room = columns - gap * (natural.length - 1);
  const last = natural.length - 1;
  const middle = narrowed(natural, room, { from: 2, to: last, min: minWidth });
  const first = narrowed(middle, room, { from: 0, to: Math.min(2, last), min: minWidth });
  const widths = narrowed(first, room, { from: last, to: last + 1, min: minLastWidth });
  return sum(widths) <= room ? widths : undefined;
}

interface Narrowing {
  /** Index of the first column that may give way, and of the first after them that may not. */
  readonly from: number;
  readonly to: number;
  readonly min: number;
}

function narrowed(
  natural: readonly number[],
  room: number,
  { from, to, min }: Narrowing,
): number[] {
  const widths = [...natural];
  while (sum(widths) > room) {
    const candidates = widths.slice(from, to);
    const widest = Math.max(...candidates);
    if (!(widest > min)) break;
    widths[from + candidates.lastIndexOf(widest)] = widest - 1;
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
