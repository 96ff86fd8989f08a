/** From the text of an option to its value. Each throws a `FlotillaError` that names the flag and quotes the text. */

import { FlotillaError } from '../../model/flotilla-error.ts';

export function wrong(flag: string, text: string, what: string): FlotillaError {
  return new FlotillaError('InvalidInput', `${flag}: "${text}" ${what}`);
}

/** Items with commas between them; may be given again for more. An empty list is a variable that was not set. */
export function list(flag: string, leaveOut: string) {
  return (text: string, previous: readonly string[] = []): readonly string[] => {
    const items = text.split(',').map((item) => item.trim());
    const given = items.filter((item) => item !== '');
    if (given.length === 0)
      throw wrong(flag, text, `is an empty list; leave it out to ${leaveOut}`);
    return [...previous, ...given];
  };
}

/** May be given again for more; commas are part of it. */
export function repeated(flag: string, leaveOut: string) {
  return (text: string, previous: readonly string[] = []): readonly string[] => [
    ...previous,
    filled(flag, leaveOut)(text),
  ];
}

export function filled(flag: string, leaveOut: string) {
  return (text: string): string => {
    if (text.trim() === '') throw wrong(flag, text, `is empty; leave it out to ${leaveOut}`);
    return text;
  };
}

type Pairs = Readonly<Record<string, string>>;

/** `KEY=VALUE`, given once per key. */
export function pairs(flag: string) {
  return (text: string, previous: Pairs = {}): Pairs => {
    const at = text.indexOf('=');
    if (at < 1) throw wrong(flag, text, 'is no KEY=VALUE');
    const key = text.slice(0, at);
    if (Object.hasOwn(previous, key)) throw wrong(flag, key, 'is given twice; a tag has one value');
    return { ...previous, [key]: text.slice(at + 1) };
  };
}

export interface Range {
  readonly from: number;
  readonly to?: number;
}

export function wholeNumber(flag: string, { from, to = Number.MAX_SAFE_INTEGER }: Range) {
  return (text: string): number => {
    if (!/^-?\d+$/.test(text)) throw wrong(flag, text, 'is no whole number');
    const value = Number(text);
    if (value < from) throw wrong(flag, text, `is too small; give ${from} or more`);
    if (value > to) throw wrong(flag, text, `is too large; give ${to} or less`);
    return value;
  };
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  '': 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** `90`, `90s`, `5m`, `1h`, in milliseconds. */
export function milliseconds(flag: string) {
  return (text: string): number => {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
    const ms = Math.round(Number(amount) * (unitMs[unit] ?? Number.NaN));
    if (!(ms > 0)) throw wrong(flag, text, 'is no duration; give 90, 90s, 5m or 1h');
    return ms;
  };
}
