import { invalid } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import { isReserved } from './reserved-words.ts';
import { type ExpressionTokens, syntaxError } from './tokens.ts';

export type AttributePath = readonly (string | number)[];

/** The values of an expression's placeholders. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
  /** Placeholders used so far, because DynamoDB refuses unused ones. */
  readonly used: Set<string>;
}

export function parsePath(tokens: ExpressionTokens, placeholders: Placeholders): AttributePath {
  const path: (string | number)[] = [nameOf(tokens, placeholders)];
  for (;;) {
    if (tokens.take('.')) path.push(nameOf(tokens, placeholders));
    else if (tokens.take('[')) {
      const index = tokens.next();
      if (!/^\d+$/.test(index)) throw syntaxError(tokens.kind, index, index);
      path.push(Number(index));
      tokens.expect(']');
    } else return path;
  }
}

function nameOf(tokens: ExpressionTokens, { names, used }: Placeholders): string {
  const word = tokens.next();
  if (isReserved(word)) {
    throw invalid(
      `Invalid ${tokens.kind}: Attribute name is a reserved keyword; reserved keyword: ${word}`,
    );
  }
  if (/^[A-Za-z_]/.test(word)) return word;
  if (!word.startsWith('#')) throw syntaxError(tokens.kind, word, word);
  const name = names[word];
  if (name === undefined) {
    throw invalid(
      `Invalid ${tokens.kind}: An expression attribute name used in the document path is not defined; attribute name: ${word}`,
    );
  }
  used.add(word);
  return name;
}

export function valueAt(item: Item, path: AttributePath): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const part of path) value = value && inside(value, part);
  return value;
}

function inside(value: AttributeValue, part: string | number): AttributeValue | undefined {
  if (typeof part === 'number') return 'L' in value ? value.L[part] : undefined;
  return 'M' in value ? value.M[part] : undefined;
}

/** A copy of the item with another value at the path; undefined removes it. */
export function withValueAt(
  item: Item,
  [first, ...rest]: AttributePath,
  value: AttributeValue | undefined,
): Item {
  const key = String(first);
  if (rest.length === 0) {
    if (value !== undefined) return { ...item, [key]: value };
    const { [key]: _, ...others } = item;
    return others;
  }
  const inner = item[key];
  if (inner === undefined) throw noSuchPath();
  return { ...item, [key]: insideOf(inner, rest, value) };
}

function insideOf(
  value: AttributeValue,
  path: AttributePath,
  requested: AttributeValue | undefined,
): AttributeValue {
  const [first, ...rest] = path;
  if ('M' in value && typeof first === 'string')
    return { M: withValueAt(value.M, path, requested) };
  if (!('L' in value) || typeof first !== 'number') throw noSuchPath();
  const list = [...value.L];
  if (rest.length > 0) {
    const inner = list[first];
    if (inner === undefined) throw noSuchPath();
    list[first] = insideOf(inner, rest, requested);
  } else if (requested === undefined) list.splice(first, 1);
  else list[Math.min(first, list.length)] = requested;
  return { L: list };
}

function noSuchPath() {
  return invalid('The document path provided in the update expression is invalid for update');
}
