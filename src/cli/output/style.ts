/** Color, where there is a terminal to show it and the user has not asked for none (https://no-color.org). */

import { styleText } from 'node:util';
import type { Io, Output } from '../io.ts';

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly cyan: Paint;
}

/** The same with `--color` for stderr. */
export function withColor(io: Io, color: NonNullable<Output['color']>): Io {
  return { ...io, stderr: { ...io.stderr, color } };
}

/** `2 failed`, in red. */
export function failedText(failed: number, { red }: Style): string {
  const text = `${failed} failed`;
  return failed > 0 ? red(text) : text;
}

export function styleFor({ isTerminal, color = 'auto' }: Output, { env }: Pick<Io, 'env'>): Style {
  const isColored = color === 'always' || (color === 'auto' && isTerminal && !env.NO_COLOR);
  const paint = (format: keyof Style): Paint =>
    isColored ? (text) => styleText(format, text, { validateStream: false }) : (text) => text;
  return { bold: paint('bold'), dim: paint('dim'), red: paint('red'), cyan: paint('cyan') };
}
