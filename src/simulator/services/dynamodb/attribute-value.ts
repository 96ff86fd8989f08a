/** DynamoDB's values: what they are, whether they are the same, which comes first, and how large they are. */

export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] }
  | { readonly M: Item }
  | { readonly L: readonly AttributeValue[] }
  | { readonly NULL: boolean }
  | { readonly BOOL: boolean };

export type Item = Readonly<Record<string, AttributeValue>>;

export type TypeName = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'NULL' | 'BOOL';

export function typeOf(value: AttributeValue): TypeName {
  return Object.keys(value)[0] as TypeName;
}

/** What is inside, whatever its type. */
export function contentOf(value: AttributeValue): unknown {
  return Object.values(value)[0];
}

export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  return type === typeOf(b) && textOf(type, a) === textOf(type, b);
}

/** Numbers are the same however they are written; sets have no order. */
function textOf(type: TypeName, value: AttributeValue): string {
  const content = contentOf(value);
  if (type === 'N') return String(Number(content));
  if (type === 'NS') return JSON.stringify([...(content as string[])].map(Number).sort());
  if (type === 'SS') return JSON.stringify([...(content as string[])].sort());
  if (type === 'M') return mapText(content as Item);
  if (type === 'L') {
    return (content as AttributeValue[])
      .map((one) => `${typeOf(one)}${textOf(typeOf(one), one)}`)
      .join();
  }
  return content instanceof Uint8Array
    ? Buffer.from(content).toString('hex')
    : JSON.stringify(content);
}

function mapText(map: Item): string {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${typeOf(one)}${textOf(typeOf(one), one)}`)
    .join();
}

/** Negative, zero or positive; undefined for values that have no order among them. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('N' in a && 'N' in b) return Number(a.N) - Number(b.N);
  if ('S' in a && 'S' in b) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if ('B' in a && 'B' in b) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** Bytes, as AWS counts them for its page of a megabyte: names and values, roughly. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + valueSize(value),
    0,
  );
}

function valueSize(value: AttributeValue): number {
  const content = contentOf(value);
  if (typeof content === 'string') return Buffer.byteLength(content);
  if (content instanceof Uint8Array) return content.length;
  if ('M' in value) return 3 + sizeOf(value.M);
  if ('L' in value) return 3 + value.L.reduce((sum, one) => sum + 1 + valueSize(one), 0);
  if (Array.isArray(content)) return content.reduce((sum, one) => sum + String(one).length, 0);
  return 1;
}
