/** DynamoDB attributes in the generic client's format, of the few types that our tables have. */

export type DynamoAttribute = { readonly S: string } | { readonly N: string };
export type DynamoAttributes = Readonly<Record<string, DynamoAttribute>>;

export const text = (value: string): DynamoAttribute => ({ S: value });
export const number = (value: number): DynamoAttribute => ({ N: String(value) });

export function textOf(item: DynamoAttributes | undefined, name: string): string | undefined {
  const attribute = item?.[name];
  return attribute && 'S' in attribute ? attribute.S : undefined;
}

export function numberOf(item: DynamoAttributes | undefined, name: string): number | undefined {
  const attribute = item?.[name];
  return attribute && 'N' in attribute ? Number(attribute.N) : undefined;
}

/** Returns undefined for text that is not a JSON object: a row of another system is never an error. */
export function parseObject(
  json: string | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
