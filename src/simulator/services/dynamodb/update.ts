/** Update expressions: `SET a = if_not_exists(a, :zero) + :one REMOVE b ADD tags :more DELETE tags :less`. */

import { type AttributeValue, type Item, typeOf } from './attribute-value.ts';
import { operand, valueNamed } from './condition.ts';
import { invalid } from './errors.ts';
import { type Path, type Placeholders, parsePath, valueAt, withValueAt } from './path.ts';
import { syntaxError, type Tokens, tokensOf } from './tokens.ts';

export type Update = (item: Item) => Item;
type Operand = (item: Item) => AttributeValue | undefined;

const kind = 'UpdateExpression';

/** Every right-hand side sees the item as it was before. */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  const tokens = tokensOf(kind, text);
  const changes: ((before: Item, item: Item) => Item)[] = [];
  while (tokens.peek() !== undefined) {
    const clause = clauses[tokens.next().toUpperCase()];
    if (!clause) throw syntaxError(kind, tokens.peek() ?? '<EOF>', text);
    do changes.push(clause(tokens, placeholders));
    while (tokens.take(','));
  }
  return (before) => changes.reduce((item, change) => change(before, item), before);
}

type Clause = (tokens: Tokens, placeholders: Placeholders) => (before: Item, item: Item) => Item;

const clauses: Readonly<Record<string, Clause>> = {
  SET: (tokens, placeholders) => {
    const path = parsePath(tokens, placeholders);
    tokens.expect('=');
    const value = sum(tokens, placeholders);
    return (before, item) => withValueAt(item, path, expected(value(before)));
  },
  REMOVE: (tokens, placeholders) => {
    const path = parsePath(tokens, placeholders);
    return (_before, item) => (valueAt(item, path) ? withValueAt(item, path, undefined) : item);
  },
  ADD: (tokens, placeholders) => {
    const path = parsePath(tokens, placeholders);
    const added = valueNamed(tokens.next(), placeholders);
    return (_before, item) => withValueAt(item, path, add(valueAt(item, path), added));
  },
  DELETE: (tokens, placeholders) => {
    const path = parsePath(tokens, placeholders);
    const less = valueNamed(tokens.next(), placeholders);
    return (_before, item) => without(item, path, less);
  },
};

function expected(value: AttributeValue | undefined): AttributeValue {
  if (value === undefined) {
    throw invalid('The provided expression refers to an attribute that does not exist in the item');
  }
  return value;
}

function sum(tokens: Tokens, placeholders: Placeholders): Operand {
  let left = term(tokens, placeholders);
  for (;;) {
    const sign = tokens.take('+') ? 1 : tokens.take('-') ? -1 : 0;
    if (sign === 0) return left;
    const [a, b] = [left, term(tokens, placeholders)];
    left = (item) => plus(expected(a(item)), expected(b(item)), sign);
  }
}

function term(tokens: Tokens, placeholders: Placeholders): Operand {
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

function plus(a: AttributeValue, b: AttributeValue, sign: number): AttributeValue {
  if (!('N' in a) || !('N' in b)) throw wrongType(a);
  return { N: String(Number(a.N) + sign * Number(b.N)) };
}

function appended(a: AttributeValue, b: AttributeValue): AttributeValue {
  if (!('L' in a) || !('L' in b)) throw wrongType(a);
  return { L: [...a.L, ...b.L] };
}

function add(value: AttributeValue | undefined, added: AttributeValue): AttributeValue {
  if (value === undefined) return added;
  if ('N' in value && 'N' in added) return plus(value, added, 1);
  if ('SS' in value && 'SS' in added) return { SS: [...new Set([...value.SS, ...added.SS])] };
  if ('NS' in value && 'NS' in added) return { NS: [...new Set([...value.NS, ...added.NS])] };
  throw wrongType(value);
}

/** A set that becomes empty is no attribute any more. */
function without(item: Item, path: Path, less: AttributeValue): Item {
  const value = valueAt(item, path);
  if (value === undefined) return item;
  const type = typeOf(value);
  if (type !== typeOf(less) || (type !== 'SS' && type !== 'NS')) throw wrongType(value);
  const gone = new Set(Object.values(less)[0] as readonly string[]);
  const left = (Object.values(value)[0] as readonly string[]).filter((one) => !gone.has(one));
  const kept = { [type]: left } as unknown as AttributeValue;
  return withValueAt(item, path, left.length > 0 ? kept : undefined);
}

function wrongType(value: AttributeValue) {
  return invalid(
    `An operand in the update expression has an incorrect data type; operand type: ${typeOf(value)}`,
  );
}
