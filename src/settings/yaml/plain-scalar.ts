/**
 * The meaning of an unquoted word in YAML 1.1, as readers of existing files have it (https://yaml.org/type/): `yes` is
 * a boolean, `012` octal, `12:30` a number to the base of sixty. `y` and `n` stay text, and so do dates.
 */

export type ScalarType = 'text' | 'integer' | 'float' | 'boolean' | 'null';

export interface PlainScalar {
  readonly type: ScalarType;
  readonly value: string | number | boolean | null;
  /** The number as existing readers print it: `10` of `012`, `500.0` of `500.`. */
  readonly number?: string;
}

const truths = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const falsehoods = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const nothing = /^(?:~|null|Null|NULL|)$/;
const integer =
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

export function resolvePlain(text: string): PlainScalar {
  if (nothing.test(text)) return { type: 'null', value: null };
  if (truths.test(text)) return { type: 'boolean', value: true };
  if (falsehoods.test(text)) return { type: 'boolean', value: false };
  if (integer.test(text)) return integerOf(text);
  if (float.test(text)) return floatOf(text);
  if (notFinite.test(text)) return { type: 'float', value: Number.NaN, number: text };
  return { type: 'text', value: text };
}

function integerOf(text: string): PlainScalar {
  const { sign, digits } = signed(text);
  const size = digits.includes(':') ? baseSixty(digits.split(':')) : BigInt(octalMarked(digits));
  const value = sign === '-' ? -size : size;
  return { type: 'integer', value: Number(value), number: String(value) };
}

function octalMarked(digits: string): string {
  return /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
}

function baseSixty(parts: readonly string[]): bigint {
  return parts.reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

function floatOf(text: string): PlainScalar {
  const { sign, digits } = signed(text);
  const parts = digits.split(':').map(Number);
  const size = parts.reduce((sum, part) => sum * 60 + part, 0);
  const value = sign === '-' ? -size : size;
  return { type: 'float', value, number: printed(value) };
}

function signed(text: string): { sign: string; digits: string } {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  return { sign, digits: digits === '' ? '0' : digits };
}

/** A whole number ends with `.0`, and exponents have two digits. */
function printed(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return /[.]/.test(text) ? text : `${text}.0`;
}
