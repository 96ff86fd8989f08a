/** Colour, where there is a terminal to show it and nobody has asked for none (https://no-color.org). */

import { styleText } from 'node:util';
import type { Io, Output } from '../io.ts';

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly cyan: Paint;
}

export function styleFor({ isTerminal }: Output, { env }: Pick<Io, 'env'>): Style {
  const isColoured = isTerminal && !env.NO_COLOR;
  const paint = (format: keyof Style): Paint =>
    isColoured ? (text) => styleText(format, text, { validateStream: false }) : (text) => text;
  return { bold: paint('bold'), dim: paint('dim'), red: paint('red'), cyan: paint('cyan') };
}
