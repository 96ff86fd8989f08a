/** Amounts of the cost model: whole numbers of 10⁻¹⁰ units, as many places as Cost Explorer shows, so that sums are exact. */

const places = 10;
const scale = 10n ** BigInt(places);

/** Returns the units of a number, rounded. */
export function units(value: number): bigint {
  return BigInt(Math.round(value * 1e10));
}

/** Returns the units of a decimal text, `-12.5`; undefined for any other text, and beyond ten places. */
export function parseDecimal(text: string): bigint | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,10}))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  const value = BigInt(whole) * scale + BigInt(fraction.padEnd(places, '0'));
  return sign === '-' ? -value : value;
}

/** Returns the decimal text without trailing zeros, as Cost Explorer does: `12.5`, `0`. */
export function formatDecimal(value: bigint): string {
  const positive = value < 0n ? -value : value;
  const fraction = (positive % scale).toString().padStart(places, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${positive / scale}${fraction && `.${fraction}`}`;
}

/** Returns `value × share`, rounded towards zero; `share` has at most four places. */
export function portion(value: bigint, share: number): bigint {
  return (value * BigInt(Math.round(share * 10_000))) / 10_000n;
}

/** Rounds to a number of decimals, halves away from zero. */
export function roundTo(value: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(places - decimals);
  const half = value < 0n ? -step / 2n : step / 2n;
  return ((value + half) / step) * step;
}
