/** The Condition element: operators, their quantifiers, and `…IfExists`. */

import { BlockList, isIP } from 'node:net';
import { type ConditionLookup, matchesArn, matchesPattern, substitute } from './pattern.ts';

export interface ConditionTest {
  readonly operator: Operator;
  readonly quantifier: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
  /** In lower case: condition keys are case-insensitive. */
  readonly key: string;
  readonly values: readonly string[];
}

interface Operator {
  readonly name: string;
  /** True when none of the values may match. */
  readonly negated: boolean;
  readonly matches: (actual: string, expected: string) => boolean;
}

type ConditionElement = Readonly<
  Record<string, Readonly<Record<string, Scalar | readonly Scalar[]>>>
>;
type Scalar = string | number | boolean;

/** Throws the error that `fail` creates when an operator does not exist. */
export function readConditions(
  stored: ConditionElement,
  fail: (message: string) => Error,
): readonly ConditionTest[] {
  return Object.entries(stored).flatMap(([name, keys]) => {
    const found = /^(?:For(All|Any)Values?:)?(\w+?)(IfExists)?$/.exec(name);
    const operator = operators.get(found?.[2] ?? '');
    if (!found || !operator) throw fail(`Invalid Condition type : ${name}.`);
    const quantifier = found[1] === 'All' ? 'all' : found[1] === 'Any' ? 'any' : undefined;
    return Object.entries(keys).map(([key, value]) => ({
      operator,
      quantifier: quantifier as ConditionTest['quantifier'],
      ifExists: found[3] !== undefined,
      key: key.toLowerCase(),
      values: (Array.isArray(value) ? value : [value]).map(String),
    }));
  });
}

export function conditionHolds(test: ConditionTest, lookUp: ConditionLookup): boolean {
  const actual = lookUp(test.key);
  if (test.operator.name === 'Null') {
    return test.values.some((value) => (value === 'true') === (actual === undefined));
  }
  if (actual === undefined || (actual.length === 0 && test.quantifier)) return holdsAbsent(test);
  const expected = test.values.flatMap((value) => substitute(value, lookUp) ?? []);
  const matchesAny = (value: string) =>
    expected.some((pattern) => test.operator.matches(value, pattern));
  const holds = (value: string) => matchesAny(value) !== test.operator.negated;
  if (test.quantifier === 'all') return actual.every(holds);
  if (test.quantifier === 'any' || !test.operator.negated) return actual.some(holds);
  return actual.every(holds);
}

/** A key that the request does not have: `ForAllValues`, `…IfExists` and the negated operators let it pass. */
function holdsAbsent(test: ConditionTest): boolean {
  if (test.quantifier === 'any') return false;
  return test.quantifier === 'all' || test.ifExists || test.operator.negated;
}

type Compare = Operator['matches'];

const equals: Compare = (actual, expected) => actual === expected;
const equalsIgnoringCase: Compare = (actual, expected) =>
  actual.toLowerCase() === expected.toLowerCase();
const like: Compare = (actual, expected) => matchesPattern(expected, actual);
const likeArn: Compare = (actual, expected) => matchesArn(expected, actual);

const numbers =
  (compare: (actual: number, expected: number) => boolean): Compare =>
  (actual, expected) =>
    compare(Number(actual), Number(expected));

const dates =
  (compare: (actual: number, expected: number) => boolean): Compare =>
  (actual, expected) =>
    compare(milliseconds(actual), milliseconds(expected));

/** ISO 8601, or seconds since 1970. */
function milliseconds(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const inNetwork: Compare = (actual, expected) => {
  const [address = '', bits] = expected.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || isIP(actual) === 0) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  return list.check(actual, isIP(actual) === 6 ? 'ipv6' : 'ipv4');
};

const comparisons: readonly (readonly [
  string,
  (actual: number, expected: number) => boolean,
  boolean?,
])[] = [
  ['Equals', (actual, expected) => actual === expected],
  ['NotEquals', (actual, expected) => actual === expected, true],
  ['LessThan', (actual, expected) => actual < expected],
  ['LessThanEquals', (actual, expected) => actual <= expected],
  ['GreaterThan', (actual, expected) => actual > expected],
  ['GreaterThanEquals', (actual, expected) => actual >= expected],
];

const all: readonly (readonly [name: string, matches: Compare, negated?: boolean | undefined])[] = [
  ['StringEquals', equals],
  ['StringNotEquals', equals, true],
  ['StringEqualsIgnoreCase', equalsIgnoringCase],
  ['StringNotEqualsIgnoreCase', equalsIgnoringCase, true],
  ['StringLike', like],
  ['StringNotLike', like, true],
  // AWS treats ArnEquals like ArnLike: both support wildcards.
  ['ArnEquals', likeArn],
  ['ArnLike', likeArn],
  ['ArnNotEquals', likeArn, true],
  ['ArnNotLike', likeArn, true],
  ['Bool', equalsIgnoringCase],
  ['BinaryEquals', equals],
  ['IpAddress', inNetwork],
  ['NotIpAddress', inNetwork, true],
  ['Null', equals],
  ...comparisons.flatMap(
    ([name, compare, negated]) =>
      [
        [`Numeric${name}`, numbers(compare), negated],
        [`Date${name}`, dates(compare), negated],
      ] as const,
  ),
];

const operators: ReadonlyMap<string, Operator> = new Map(
  all.map(([name, matches, negated = false]) => [name, { name, matches, negated }]),
);
