/** Update expressions: `SET a = if_not_exists(a, :zero) + :one REMOVE b ADD tags :more DELETE tags :less`. */

import { contentOf, hex, typeOf } from './attribute-value.ts';
import { operand, valueNamed } from './condition.ts';
import { invalid } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import { addNumbers } from './number.ts';
import { type AttributePath, type Placeholders, parsePath, valueAt, withValueAt } from './path.ts';
import { type ExpressionTokens, syntaxError, tokensOf } from './tokens.ts';

export interface ParsedUpdate {
  (item: Item): Item;
  /** Names of the updated attributes. */
  readonly attributes: readonly string[];
}
type Operand = (item: Item) => AttributeValue | undefined;

const kind = 'UpdateExpression';

/** Every right-hand side reads the item as it was before. */
export function parseUpdate(text: string, placeholders: Placeholders): ParsedUpdate {
  const tokens = tokensOf(kind, text);
  const changes: Change[] = [];
  const met = new Set<string>();
  while (tokens.peek() !== undefined) {
    const word = tokens.next().toUpperCase();
    const clause = clauses.get(word);
    if (!clause) throw syntaxError(kind, word, text);
    if (met.has(word)) {
      throw invalid(
        `Invalid ${kind}: The "${word}" section can only be used once in an update expression;`,
      );
    }
    met.add(word);
    do changes.push(clause(tokens, placeholders));
    while (tokens.take(','));
  }
  checkOverlap(changes);
  // From the back: removals from a list must not shift the indices of later removals.
  const inOrder = changes.toSorted((a, b) => backwards(a.path, b.path));
  const apply = (before: Item) => inOrder.reduce((item, { make }) => make(before, item), before);
  return Object.assign(apply, { attributes: changes.map(({ path }) => String(path[0])) });
}

interface Change {
  readonly path: AttributePath;
  readonly make: (before: Item, item: Item) => Item;
}

type Clause = (tokens: ExpressionTokens, placeholders: Placeholders) => Change;

const clauses: ReadonlyMap<string, Clause> = new Map<string, Clause>([
  [
    'SET',
    (tokens, placeholders) => {
      const path = parsePath(tokens, placeholders);
      tokens.expect('=');
      const value = sum(tokens, placeholders);
      return { path, make: (before, item) => withValueAt(item, path, expected(value(before))) };
    },
  ],
  [
    'REMOVE',
    (tokens, placeholders) => {
      const path = parsePath(tokens, placeholders);
      const make = (_before: Item, item: Item) =>
        valueAt(item, path) ? withValueAt(item, path, undefined) : item;
      return { path, make };
    },
  ],
  [
    'ADD',
    (tokens, placeholders) => {
      const path = parsePath(tokens, placeholders);
      const added = valueNamed(tokens.next(), placeholders);
      const make = (_before: Item, item: Item) =>
        withValueAt(item, path, add(valueAt(item, path), added));
      return { path, make };
    },
  ],
  [
    'DELETE',
    (tokens, placeholders) => {
      const path = parsePath(tokens, placeholders);
      const less = valueNamed(tokens.next(), placeholders);
      return { path, make: (_before, item) => without(item, path, less) };
    },
  ],
]);

function checkOverlap(changes: readonly Change[]): void {
  for (const [index, { path }] of changes.entries()) {
    const other = changes.slice(index + 1).find((one) => overlap(path, one.path));
    if (!other) continue;
    throw invalid(
      `Invalid ${kind}: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${path.join(', ')}], path two: [${other.path.join(', ')}]`,
    );
  }
}

function overlap(a: AttributePath, b: AttributePath): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((part, index) => part === b[index]);
}

/** Only indices of the same list depend on order. */
function backwards(a: AttributePath, b: AttributePath): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  const [left, right] = [a[at], b[at]];
  return typeof left === 'number' && typeof right === 'number' ? right - left : 0;
}

function expected(value: AttributeValue | undefined): AttributeValue {
  if (value === undefined) {
    throw invalid('The provided expression refers to an attribute that does not exist in the item');
  }
  return value;
}

function sum(tokens: ExpressionTokens, placeholders: Placeholders): Operand {
  let left = term(tokens, placeholders);
  for (;;) {
    const sign = tokens.take('+') ? 1 : tokens.take('-') ? -1 : 0;
    if (sign === 0) return left;
    const [a, b] = [left, term(tokens, placeholders)];
    left = (item) => plus(expected(a(item)), expected(b(item)), sign);
  }
}

function term(tokens: ExpressionTokens, placeholders: Placeholders): Operand {
  const word = tokens.peek()?.toLowerCase();
  if (word === 'if_not_exists' || word === 'list_append') {
    tokens.next();
    tokens.expect('(');
    const first = sum(tokens, placeholders);
    tokens.expect(',');
    const second = sum(tokens, placeholders);
    tokens.expect(')');
    if (word === 'if_not_exists') return (item) => first(item) ?? second(item);
    return (item) => appended(expected(first(item)), expected(second(item)));
  }
  return operand({ tokens, placeholders });
}

function plus(a: AttributeValue, b: AttributeValue, sign: 1 | -1): AttributeValue {
  if (!('N' in a) || !('N' in b)) throw wrongType(a);
  return { N: addNumbers(a.N, b.N, sign) };
}

function appended(a: AttributeValue, b: AttributeValue): AttributeValue {
  if (!('L' in a) || !('L' in b)) throw wrongType(a);
  return { L: [...a.L, ...b.L] };
}

function add(value: AttributeValue | undefined, added: AttributeValue): AttributeValue {
  if (value === undefined) {
    if (/^(N|SS|NS|BS)$/.test(typeOf(added))) return added;
    throw wrongType(added);
  }
  if ('N' in value && 'N' in added) return plus(value, added, 1);
  if ('SS' in value && 'SS' in added) return { SS: [...new Set([...value.SS, ...added.SS])] };
  if ('NS' in value && 'NS' in added) return { NS: [...new Set([...value.NS, ...added.NS])] };
  if ('BS' in value && 'BS' in added) {
    const all = new Map([...value.BS, ...added.BS].map((one) => [hex(one), one]));
    return { BS: [...all.values()] };
  }
  throw wrongType(value);
}

/** An attribute whose set becomes empty is removed. */
function without(item: Item, path: AttributePath, less: AttributeValue): Item {
  const value = valueAt(item, path);
  if (value === undefined) return item;
  const type = typeOf(value);
  if (type !== typeOf(less) || !/^(SS|NS|BS)$/.test(type)) throw wrongType(value);
  const removed = new Set(membersOf(less).map(textOf));
  const left = membersOf(value).filter((one) => !removed.has(textOf(one)));
  const kept = { [type]: left } as unknown as AttributeValue;
  return withValueAt(item, path, left.length > 0 ? kept : undefined);
}

function membersOf(set: AttributeValue): readonly (string | Uint8Array)[] {
  return contentOf(set) as readonly (string | Uint8Array)[];
}

function textOf(member: string | Uint8Array): string {
  return typeof member === 'string' ? member : hex(member);
}

function wrongType(value: AttributeValue) {
  return invalid(
    `An operand in the update expression has an incorrect data type; operand type: ${typeOf(value)}`,
  );
}
