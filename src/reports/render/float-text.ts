/** Numbers as Python's `csv` module writes floats, which consumers of these files have read for years. */

/** The shortest text that reads back as the same number: `0.0`, `12.5`, `1e-05`, `1.2e+16`. */
export function floatText(value: number): string {
  if (value === 0) return '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  // JavaScript writes those down to 1e-6 and up to 1e21 without an exponent.
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
