/** The key condition of a query: one partition, and optionally a range of its sort keys. */

import { compareValues } from './attribute-value.ts';
import { valueNamed } from './condition.ts';
import { invalid } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import { type Placeholders, parsePath } from './path.ts';
import type { KeyAttribute, Table } from './table.ts';
import { type ExpressionTokens, syntaxError, tokensOf } from './tokens.ts';

export interface KeyCondition {
  readonly partition: AttributeValue;
  /** Whether an item's sort key is in the range. */
  readonly matches: (item: Item) => boolean;
}

interface KeyConditionPart {
  readonly name: string;
  readonly operator: string;
  readonly values: readonly AttributeValue[];
}

const kind = 'KeyConditionExpression';

export function parseKeyCondition(
  text: string,
  placeholders: Placeholders,
  { hashKey, rangeKey }: Table,
): KeyCondition {
  const tokens = tokensOf(kind, text);
  const parts = conjunction(tokens, placeholders);
  const rest = tokens.peek();
  if (rest !== undefined) throw syntaxError(kind, rest, text);
  const hash = parts.find(({ name }) => name === hashKey.name);
  const partition = hash?.values[0];
  if (!hash || !partition) throw missingKey(hashKey);
  if (hash.operator !== '=') throw invalid('Query key condition not supported');
  const others = parts.filter((part) => part !== hash);
  const [range] = others;
  if (others.length > 1) throw invalid('Conditions can be of length 1 or 2 only');
  if (!range) return { partition, matches: () => true };
  if (range.name !== rangeKey?.name)
    throw rangeKey ? missingKey(rangeKey) : invalid('Query key condition not supported');
  return { partition, matches: testOf(range) };
}

function missingKey({ name }: KeyAttribute) {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function conjunction(tokens: ExpressionTokens, placeholders: Placeholders): KeyConditionPart[] {
  const parts = nested(tokens, placeholders);
  while (tokens.take('AND')) parts.push(...nested(tokens, placeholders));
  return parts;
}

function nested(tokens: ExpressionTokens, placeholders: Placeholders): KeyConditionPart[] {
  if (!tokens.take('(')) return [single(tokens, placeholders)];
  const parts = conjunction(tokens, placeholders);
  tokens.expect(')');
  return parts;
}

function single(tokens: ExpressionTokens, placeholders: Placeholders): KeyConditionPart {
  const value = () => valueNamed(tokens.next(), placeholders);
  if (tokens.take('BEGINS_WITH')) {
    tokens.expect('(');
    const name = nameOf(tokens, placeholders);
    tokens.expect(',');
    const values = [value()];
    tokens.expect(')');
    return { name, operator: 'begins_with', values };
  }
  const name = nameOf(tokens, placeholders);
  if (tokens.take('BETWEEN')) {
    const low = value();
    tokens.expect('AND');
    return { name, operator: 'BETWEEN', values: [low, value()] };
  }
  return { name, operator: tokens.next(), values: [value()] };
}

function nameOf(tokens: ExpressionTokens, placeholders: Placeholders): string {
  const [name, ...rest] = parsePath(tokens, placeholders);
  if (rest.length > 0) {
    throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return String(name);
}

function testOf({ name, operator, values }: KeyConditionPart): (item: Item) => boolean {
  const [first, second = first] = values;
  if (!first || !second) throw invalid('Query key condition not supported');
  if (operator === 'begins_with') return (item) => begins(item[name], first);
  const bounds = operators.get(operator);
  if (!bounds) throw invalid('Query key condition not supported');
  return (item) => {
    const value = item[name];
    const low = value && compareValues(value, first);
    const high = value && compareValues(value, second);
    return low !== undefined && high !== undefined && bounds(low, high);
  };
}

const operators: ReadonlyMap<string, (low: number, high: number) => boolean> = new Map([
  ['=', (order) => order === 0],
  ['<', (order) => order < 0],
  ['<=', (order) => order <= 0],
  ['>', (order) => order > 0],
  ['>=', (order) => order >= 0],
  ['BETWEEN', (low, high) => low >= 0 && high <= 0],
]);

function begins(value: AttributeValue | undefined, start: AttributeValue): boolean {
  if (!value) return false;
  if ('S' in value && 'S' in start) return value.S.startsWith(start.S);
  if (!('B' in value && 'B' in start)) return false;
  return Buffer.from(value.B).subarray(0, start.B.length).equals(Buffer.from(start.B));
}
