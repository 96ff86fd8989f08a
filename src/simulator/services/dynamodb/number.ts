/** DynamoDB's numbers: exact decimals of up to 38 digits, normalized. */

import { invalid } from './errors.ts';

/** `coefficient` times ten to the `exponent`; no trailing zeros in the coefficient. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const maxDigits = 38;
const largestExponent = 125;
const smallestExponent = -130;

/**
 * `5.0`, `05` and `5e0` are all `5`. Throws for text that is not a number, or has too many digits or too large an
 * exponent.
 */
export function canonicalNumber(text: string): string {
  // Nearly all numbers are already normalized.
  if (/^(0|-?[1-9]\d{0,14})$/.test(text)) return text;
  return textOf(checked(parse(text)));
}

export function compareNumbers(a: string, b: string): number {
  if (a.length < 16 && b.length < 16) return Number(a) - Number(b);
  const { coefficient } = difference(parse(a), parse(b));
  return coefficient > 0n ? 1 : coefficient < 0n ? -1 : 0;
}

/** `sign` 1 adds, -1 subtracts. */
export function addNumbers(a: string, b: string, sign: 1 | -1): string {
  const [left, right] = [parse(a), parse(b)];
  const signed = { ...right, coefficient: BigInt(-sign) * right.coefficient };
  return textOf(checked(difference(left, signed)));
}

function parse(text: string): Decimal {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (!match || whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  // Far beyond what can be stored: such a number would take long to compute with.
  if (whole.length + fraction.length > 1_000 || Math.abs(Number(exponent)) > 1_000) {
    throw overflow();
  }
  const coefficient = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  return trimmed({ coefficient, exponent: Number(exponent) - fraction.length });
}

function trimmed({ coefficient, exponent }: Decimal): Decimal {
  if (coefficient === 0n) return { coefficient: 0n, exponent: 0 };
  const digits = String(coefficient);
  const zeros = digits.length - digits.replace(/0+$/, '').length;
  return { coefficient: coefficient / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

function difference(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (one: Decimal) => one.coefficient * 10n ** BigInt(one.exponent - exponent);
  return trimmed({ coefficient: scaled(a) - scaled(b), exponent });
}

function overflow() {
  return invalid(
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  );
}

function checked(decimal: Decimal): Decimal {
  const digits = String(decimal.coefficient).replace('-', '').length;
  const magnitude = digits - 1 + decimal.exponent;
  if (digits > maxDigits) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  if (decimal.coefficient === 0n) return decimal;
  if (magnitude > largestExponent) {
    throw overflow();
  }
  if (magnitude < smallestExponent) {
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  return decimal;
}

function textOf({ coefficient, exponent }: Decimal): string {
  if (exponent >= 0) return String(coefficient * 10n ** BigInt(exponent));
  const sign = coefficient < 0n ? '-' : '';
  const digits = String(coefficient)
    .replace('-', '')
    .padStart(1 - exponent, '0');
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}
