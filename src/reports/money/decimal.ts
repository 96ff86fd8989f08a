/** Decimal numbers as whole numbers of a fixed scale, so that sums are exact. */

const digits = 36;

const one = 10n ** BigInt(digits);
const cent = one / 100n;

/** Reads `12.34`, `-0.0000001` and `3.6E-9`. Digits behind the 36th are cut. Throws for other text. */
export function parseDecimal(text: string): bigint {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (!match || whole + fraction === '') throw new Error(`"${text}" is not a decimal number`);
  const shift = digits - fraction.length + Number(exponent);
  const value = BigInt(whole + fraction);
  const scaled = shift >= 0 ? value * 10n ** BigInt(shift) : value / 10n ** BigInt(-shift);
  return sign === '-' ? -scaled : scaled;
}

/** The product of two decimals. Digits behind the 36th are cut. */
export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) / one;
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** Rounds a decimal to cents; a half is rounded away from zero, as on an invoice. */
export function toCents(amount: bigint): bigint {
  const half = amount < 0n ? -cent / 2n : cent / 2n;
  return (amount + half) / cent;
}

/** The largest number of cents that is not above the decimal. */
export function floorCents(amount: bigint): bigint {
  const whole = amount / cent;
  return amount < 0n && whole * cent !== amount ? whole - 1n : whole;
}

/** A decimal from cents. */
export function fromCents(cents: bigint): bigint {
  return cents * cent;
}

/** The number of a spreadsheet: 1234 cents are 12.34. */
export function centsToNumber(cents: bigint): number {
  return Number(cents) / 100;
}

/** `-1234.50`. */
export function centsText(cents: bigint): string {
  const text = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** The nearest number, for a metric. */
export function toNumber(amount: bigint): number {
  return Number(`${amount}e-${digits}`);
}
