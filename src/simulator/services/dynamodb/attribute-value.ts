/** DynamoDB's values: types, equality, order and size. */

import type { AttributeValue, Item, TypeName } from './item.ts';
import { compareNumbers } from './number.ts';

export function typeOf(value: AttributeValue): TypeName {
  return Object.keys(value)[0] as TypeName;
}

/** The value inside, whatever its type. */
export function contentOf(value: AttributeValue): unknown {
  return Object.values(value)[0];
}

/** Numbers are already normalized; sets and maps have no order. */
export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (a === b) return true;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  return typeOf(a) === typeOf(b) && textOf(a) === textOf(b);
}

function textOf(value: AttributeValue): string {
  if ('M' in value) return `M{${mapText(value.M)}}`;
  if ('L' in value) return `L[${value.L.map(textOf).join()}]`;
  if ('B' in value) return `B${hex(value.B)}`;
  if ('BS' in value) return `BS${value.BS.map(hex).sort().join()}`;
  if ('SS' in value) return `SS${JSON.stringify([...value.SS].sort())}`;
  if ('NS' in value) return `NS${[...value.NS].sort().join()}`;
  return `${typeOf(value)}${JSON.stringify(contentOf(value))}`;
}

function mapText(map: Item): string {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${textOf(one)}`)
    .join();
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Negative, zero or positive; undefined for values that cannot be ordered. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('N' in a && 'N' in b) return compareNumbers(a.N, b.N);
  if ('S' in a && 'S' in b) return compareTexts(a.S, b.S);
  if ('B' in a && 'B' in b) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** By the bytes of UTF-8, which is the order of JavaScript wherever there are no surrogates. */
function compareTexts(a: string, b: string): number {
  const isPlain = !/[\ud800-\udfff]/.test(a) && !/[\ud800-\udfff]/.test(b);
  if (isPlain) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Bytes, as AWS counts them for its page of a megabyte: names and values, roughly. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value),
    0,
  );
}

function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return value.B.length;
  if ('M' in value) return 3 + sizeOf(value.M) + Object.keys(value.M).length;
  if ('L' in value) return 3 + value.L.reduce((sum, one) => sum + 1 + valueSize(one), 0);
  if ('SS' in value) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if ('NS' in value) return value.NS.reduce((sum, one) => sum + numberSize(one), 0);
  if ('BS' in value) return value.BS.reduce((sum, one) => sum + one.length, 0);
  return 1;
}

/** A byte for two digits, and one more. */
function numberSize(text: string): number {
  return Math.ceil(text.length / 2) + 1;
}
