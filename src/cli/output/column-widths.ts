/** How wide each column of a table becomes. */

/** Between two columns. */
export const gap = 2;
/** No column becomes narrower, whatever the width. */
const minWidth = 6;
/** Of the second column, a name, and of the last one, which often holds what matters: a reason, a message. */
const minTextWidth = 12;

/**
 * Narrows the widest columns first, and the name in the second column only after all others. The first column
 * identifies the row and is never cut. Returns undefined when the columns do not fit in any case.
 */
export function fitted(natural: readonly number[], columns: number): number[] | undefined {
  const room = columns - gap * (natural.length - 1);
  const last = natural.length - 1;
  const minOf = (index: number) =>
    index === 0
      ? Number.POSITIVE_INFINITY
      : index === last || index === 1
        ? minTextWidth
        : minWidth;
  const others = narrowed(natural, room, (index) =>
    index === 1 && last > 1 ? Number.POSITIVE_INFINITY : minOf(index),
  );
  const widths = narrowed(others, room, minOf);
  return sum(widths) <= room ? widths : undefined;
}

function narrowed(
  natural: readonly number[],
  room: number,
  minOf: (index: number) => number,
): number[] {
  const widths = [...natural];
  while (sum(widths) > room) {
    const candidates = widths.map((width, index) => (width > minOf(index) ? width : 0));
    const widest = Math.max(...candidates);
    if (widest === 0) break;
    widths[candidates.lastIndexOf(widest)] = widest - 1;
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
