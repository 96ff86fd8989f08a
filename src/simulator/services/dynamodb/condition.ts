/** Conditions and filters: `attribute_not_exists(LeaseUntil) OR LeaseUntil < :now`. */

import { compareValues, contentOf, hex, sameValue, typeOf } from './attribute-value.ts';
import { invalid } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import { type AttributePath, type Placeholders, parsePath, valueAt } from './path.ts';
import { type ExpressionTokens, syntaxError, tokensOf } from './tokens.ts';

export type ItemCondition = (item: Item) => boolean;
type Operand = (item: Item) => AttributeValue | undefined;

/** `kind` is its name in errors: `ConditionExpression`. */
export function parseCondition(
  kind: string,
  text: string,
  placeholders: Placeholders,
): ItemCondition {
  const tokens = tokensOf(kind, text);
  const parser = { kind, text, tokens, placeholders };
  const condition = disjunction(parser);
  const rest = tokens.peek();
  if (rest !== undefined) throw syntaxError(kind, rest, text);
  return condition;
}

interface Parser {
  readonly kind: string;
  readonly text: string;
  readonly tokens: ExpressionTokens;
  readonly placeholders: Placeholders;
}

function disjunction(parser: Parser): ItemCondition {
  let left = conjunctionOf(parser);
  while (parser.tokens.take('OR')) {
    const [a, b] = [left, conjunctionOf(parser)];
    left = (item) => a(item) || b(item);
  }
  return left;
}

function conjunctionOf(parser: Parser): ItemCondition {
  let left = not(parser);
  while (parser.tokens.take('AND')) {
    const [a, b] = [left, not(parser)];
    left = (item) => a(item) && b(item);
  }
  return left;
}

function not(parser: Parser): ItemCondition {
  if (!parser.tokens.take('NOT')) return simple(parser);
  const inner = not(parser);
  return (item) => !inner(item);
}

function simple(parser: Parser): ItemCondition {
  const { tokens } = parser;
  if (tokens.take('(')) {
    const inner = disjunction(parser);
    tokens.expect(')');
    return inner;
  }
  const test = functions.get(tokens.peek() ?? '');
  if (test) return functionCall(parser, test);
  return comparison(parser);
}

function functionCall(parser: Parser, test: Test): ItemCondition {
  const { tokens, placeholders } = parser;
  tokens.next();
  tokens.expect('(');
  const path = parsePath(tokens, placeholders);
  const second = tokens.take(',') ? operand(parser) : undefined;
  tokens.expect(')');
  return (item) => test(valueAt(item, path), second?.(item));
}

type Test = (value: AttributeValue | undefined, second: AttributeValue | undefined) => boolean;

const functions: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['attribute_exists', (value) => value !== undefined],
  ['attribute_not_exists', (value) => value === undefined],
  [
    'attribute_type',
    (value, type) => value !== undefined && typeOf(value) === contentOf(type ?? { S: '' }),
  ],
  ['begins_with', (value, start) => begins(value, start)],
  ['contains', (value, part) => contains(value, part)],
]);

function begins(value: AttributeValue | undefined, start: AttributeValue | undefined): boolean {
  if (!value || !start) return false;
  if ('S' in value && 'S' in start) return value.S.startsWith(start.S);
  if ('B' in value && 'B' in start) {
    return Buffer.from(value.B).subarray(0, start.B.length).equals(Buffer.from(start.B));
  }
  return false;
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!value || !part) return false;
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  if ('BS' in value) return 'B' in part && value.BS.some((one) => hex(one) === hex(part.B));
  if ('B' in value) return 'B' in part && Buffer.from(value.B).includes(Buffer.from(part.B));
  return 'L' in value && value.L.some((one) => sameValue(one, part));
}

function comparison(parser: Parser): ItemCondition {
  const { tokens } = parser;
  const left = operand(parser);
  if (tokens.take('BETWEEN')) return between(parser, left);
  if (tokens.take('IN')) return oneOf(parser, left);
  const operator = tokens.next();
  const compare = comparators.get(operator);
  if (!compare) throw syntaxError(parser.kind, operator, parser.text);
  const right = operand(parser);
  return (item) => {
    const [a, b] = [left(item), right(item)];
    return a !== undefined && b !== undefined ? compare(a, b) : operator === '<>' && a !== b;
  };
}

type Compare = (a: AttributeValue, b: AttributeValue) => boolean;

const ordered =
  (holds: (order: number) => boolean): Compare =>
  (a, b) => {
    const order = compareValues(a, b);
    return order !== undefined && holds(order);
  };

const comparators: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['=', sameValue],
  ['<>', (a, b) => !sameValue(a, b)],
  ['<', ordered((order) => order < 0)],
  ['<=', ordered((order) => order <= 0)],
  ['>', ordered((order) => order > 0)],
  ['>=', ordered((order) => order >= 0)],
]);

function between(parser: Parser, value: Operand): ItemCondition {
  const low = operand(parser);
  parser.tokens.expect('AND');
  const high = operand(parser);
  const [atLeast, atMost] = [ordered((order) => order >= 0), ordered((order) => order <= 0)];
  return (item) => {
    const [one, from, to] = [value(item), low(item), high(item)];
    return !!one && !!from && !!to && atLeast(one, from) && atMost(one, to);
  };
}

function oneOf(parser: Parser, value: Operand): ItemCondition {
  const { tokens } = parser;
  tokens.expect('(');
  const list = [operand(parser)];
  while (tokens.take(',')) list.push(operand(parser));
  tokens.expect(')');
  return (item) => {
    const one = value(item);
    return !!one && list.some((other) => sameOperand(one, other(item)));
  };
}

function sameOperand(a: AttributeValue, b: AttributeValue | undefined): boolean {
  return b !== undefined && sameValue(a, b);
}

export function operand(parser: Pick<Parser, 'tokens' | 'placeholders'>): Operand {
  const { tokens, placeholders } = parser;
  const word = tokens.peek() ?? '';
  if (word.startsWith(':')) {
    const value = valueNamed(tokens.next(), placeholders);
    return () => value;
  }
  if (word === 'size') return size(parser);
  const path = parsePath(tokens, placeholders);
  return (item) => valueAt(item, path);
}

function size({ tokens, placeholders }: Pick<Parser, 'tokens' | 'placeholders'>): Operand {
  tokens.next();
  tokens.expect('(');
  const path: AttributePath = parsePath(tokens, placeholders);
  tokens.expect(')');
  return (item) => {
    const value = valueAt(item, path);
    return value && { N: String(lengthOf(value)) };
  };
}

function lengthOf(value: AttributeValue): number {
  const content = contentOf(value);
  if (typeof content === 'string') return Buffer.byteLength(content);
  if (content instanceof Uint8Array || Array.isArray(content)) return content.length;
  return Object.keys(content as object).length;
}

export function valueNamed(word: string, { values, used }: Placeholders): AttributeValue {
  const value = values[word];
  if (value === undefined) {
    throw invalid(
      `Invalid expression: An expression attribute value used in expression is not defined; attribute value: ${word}`,
    );
  }
  used.add(word);
  return value;
}
