/** The kinds of options: each is a schema from what was typed to its value. Problems are completed by `--flag: "value"`. */

import * as z from 'zod';
import { type OptionMeta, withMeta } from './option.ts';

type ValueMeta = Omit<OptionMeta, 'kind'>;

/** What is wrong with a value, behind the quoted value; undefined when nothing is. */
export type Check = (value: string) => string | undefined;

/** A flag without a value: false unless it is given. */
export function flag(meta: ValueMeta = {}) {
  return withMeta(z.boolean(), { kind: 'flag', ...meta }).default(false);
}

/** A text that is not blank. `omitted` says what leaving it out means: `print`. */
export function text(placeholder: string, omitted: string, meta: ValueMeta = {}) {
  const schema = z.string().superRefine((value, { addIssue }) => {
    const message = blank(value, omitted);
    if (message !== undefined) addIssue({ code: 'custom', message, params: { value } });
  });
  return withMeta(schema, { kind: 'value', placeholder, ...meta });
}

/** A text that a check accepts, trimmed. */
export function checkedText(placeholder: string, check: Check, meta: ValueMeta = {}) {
  const schema = z.string().transform((typed, { addIssue }) => {
    const value = typed.trim();
    const message = value === '' ? 'is empty' : check(value);
    if (message !== undefined) addIssue({ code: 'custom', message, params: { value: typed } });
    return value;
  });
  return withMeta(schema, { kind: 'value', placeholder, ...meta });
}

/** One of some words. */
export function choice<const Values extends readonly [string, ...string[]]>(
  placeholder: string,
  values: Values,
  meta: ValueMeta = {},
) {
  const error = `is not one of ${values.join(', ')}`;
  return withMeta(z.enum(values, { error }), {
    kind: 'value',
    placeholder,
    choices: values,
    ...meta,
  });
}

/** Items with commas between them; the option may be repeated. An empty list is a variable that was not set. */
export function list(placeholder: string, omitted: string, meta: ValueMeta = {}) {
  const schema = z.array(z.string()).transform((typed, { addIssue }): readonly string[] =>
    typed.flatMap((value) => {
      const items = itemsOf(value);
      const message = `is an empty list; omit the option to ${omitted}`;
      if (items.length === 0) addIssue({ code: 'custom', message, params: { value } });
      return items;
    }),
  );
  return withMeta(schema, { kind: 'repeated', placeholder, ...meta });
}

function itemsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Items of a list that must each be one of some words. */
export function choices<const Values extends readonly [string, ...string[]]>(
  placeholder: string,
  values: Values,
  meta: ValueMeta = {},
) {
  const schema = z.array(z.string()).transform((typed, { addIssue }): readonly Values[number][] => {
    const items = typed.flatMap(itemsOf);
    const wrong = items.length === 0 ? '' : items.find((item) => !values.includes(item));
    const message = `is not one of ${values.join(', ')}`;
    if (wrong !== undefined) addIssue({ code: 'custom', message, params: { value: wrong } });
    return [...new Set(items)];
  });
  return withMeta(schema, { kind: 'repeated', placeholder, choices: values, ...meta });
}

/** Texts, one per use of the option; commas are part of a text. */
export function repeated(placeholder: string, omitted: string, meta: ValueMeta = {}) {
  const schema = z.array(z.string()).superRefine((values, { addIssue }) => {
    for (const value of values) {
      const message = blank(value, omitted);
      if (message !== undefined) addIssue({ code: 'custom', message, params: { value } });
    }
  });
  return withMeta(schema, { kind: 'repeated', placeholder, ...meta });
}

function blank(value: string, omitted: string): string | undefined {
  return value.trim() === '' ? `is empty; omit the option to ${omitted}` : undefined;
}

/** `KEY=VALUE`, one per use of the option. */
export function pairs(meta: ValueMeta = {}) {
  const schema = z
    .array(z.string())
    .transform((typed, { addIssue }): Readonly<Record<string, string>> => {
      const found: Record<string, string> = {};
      for (const value of typed) {
        const at = value.indexOf('=');
        const key = value.slice(0, at);
        // Objects have no member of this name: the selection would ignore it, and include every account.
        const isPair = at > 0 && key !== '__proto__';
        const message = isPair ? 'is given twice; a tag has one value' : 'is not KEY=VALUE';
        if (!isPair || Object.hasOwn(found, key)) {
          addIssue({ code: 'custom', message, params: { value: isPair ? key : value } });
        } else found[key] = value.slice(at + 1);
      }
      return found;
    });
  return withMeta(schema, { kind: 'repeated', placeholder: 'key=value', ...meta });
}

export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
}

export function wholeNumber(
  { min = 0, max = Number.MAX_SAFE_INTEGER }: NumberRange,
  meta: ValueMeta = {},
) {
  const schema = z.string().transform((value, { addIssue }): number => {
    const number = Number(value);
    const message = !/^-?\d+$/.test(value)
      ? 'is not a whole number'
      : number < min
        ? `is too small; give ${min} or more`
        : number > max
          ? `is too large; give ${max} or less`
          : undefined;
    if (message !== undefined) addIssue({ code: 'custom', message, params: { value } });
    return number;
  });
  return withMeta(schema, { kind: 'value', placeholder: 'number', ...meta });
}

/** `20%`, as a share from 0 to 1. */
export function percentage(meta: ValueMeta = {}) {
  const schema = z.string().transform((value, { addIssue }): number => {
    const [, amount] = /^(\d+(?:\.\d+)?)%?$/.exec(value.trim()) ?? [];
    const share = Number(amount) / 100;
    const message = 'is not a percentage from 0% to 100%; give 20%';
    if (!(share >= 0 && share <= 1)) addIssue({ code: 'custom', message, params: { value } });
    return share;
  });
  return withMeta(schema, { kind: 'value', placeholder: 'percentage', ...meta });
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  '': 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** `90`, `90s`, `5m`, `1h`, in milliseconds. */
export function milliseconds(meta: ValueMeta = {}) {
  const schema = z.string().transform((value, { addIssue }): number => {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value) ?? [];
    const ms = Math.round(Number(amount) * (unitMs[unit] ?? Number.NaN));
    const message = 'is not a duration; give 90, 90s, 5m or 1h';
    if (!(ms > 0)) addIssue({ code: 'custom', message, params: { value } });
    return ms;
  });
  return withMeta(schema, { kind: 'value', placeholder: 'time', ...meta });
}

/** The rest of the words, as they are. */
export function words(meta: ValueMeta = {}) {
  return withMeta(z.array(z.string()).min(1), { kind: 'repeated', ...meta });
}
