/**
 * The Condition element: operators, their quantifiers, and `…IfExists`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

import { BlockList, isIP } from 'node:net';
import {
  type ConditionLookup,
  matchesArn,
  matchesPattern,
  substitute,
  substitutePattern,
} from './pattern.ts';

export interface ConditionTest {
  readonly operator: Operator;
  readonly quantifier: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
  /** In lower case: condition keys are case-insensitive. */
  readonly key: string;
  readonly values: readonly string[];
  /** Whether `${…}` in the values is a variable: the operator and the version of the policy support them. */
  readonly variables: boolean;
}

interface Operator {
  readonly name: string;
  /** True when none of the values may match. */
  readonly negated: boolean;
  readonly matches: (actual: string, expected: string) => boolean;
  /** How variables are substituted in its values; undefined when it does not support them. */
  readonly substitute: Substitute | undefined;
}

type Substitute = (text: string, lookUp: ConditionLookup) => string | undefined;

type ConditionElement = Readonly<
  Record<string, Readonly<Record<string, Scalar | readonly Scalar[]>>>
>;
type Scalar = string | number | boolean;

export interface ConditionOptions {
  /** Whether the version of the policy has variables. */
  readonly variables: boolean;
  /** Creates the error that is thrown for an operator or a value that does not exist. */
  readonly fail: (message: string) => Error;
}

export function readConditions(
  stored: ConditionElement,
  { variables, fail }: ConditionOptions,
): readonly ConditionTest[] {
  return Object.entries(stored).flatMap(([name, keys]) => {
    const found = /^(?:For(All|Any)Value(s?):)?([A-Za-z]+?)(IfExists)?$/.exec(name);
    const [, quantifier, plural, operatorName = '', ifExists] = found ?? [];
    const operator = operators.get(operatorName);
    const isQuantified = quantifier === undefined || (quantifier === 'All') === (plural === 's');
    const isComplete = operatorName !== 'Null' || ifExists === undefined;
    if (!operator || !isQuantified || !isComplete) throw fail(`Invalid Condition type : ${name}.`);
    return Object.entries(keys).map(([key, value]) => {
      const values = (Array.isArray(value) ? value : [value]).map(String);
      for (const one of values) checkValue(operator, one, fail);
      return {
        operator,
        quantifier: quantifiers[quantifier ?? ''],
        ifExists: ifExists !== undefined,
        key: key.toLowerCase(),
        values,
        variables: variables && operator.substitute !== undefined,
      };
    });
  });
}

const quantifiers: Readonly<Record<string, ConditionTest['quantifier']>> = {
  All: 'all',
  Any: 'any',
};

/** The wording is ours: AWS documents that the formats of dates are fixed, and not the message. */
function checkValue({ name }: Operator, value: string, fail: ConditionOptions['fail']): void {
  if (name.startsWith('Date') && Number.isNaN(milliseconds(value))) {
    throw fail(`Invalid date in the condition ${name}: ${JSON.stringify(value)}.`);
  }
}

export function conditionHolds(test: ConditionTest, lookUp: ConditionLookup): boolean {
  const actual = lookUp(test.key);
  if (test.operator.name === 'Null') return nullHolds(test, actual);
  if (actual === undefined || (test.quantifier && isEmptySet(actual))) {
    return holdsAbsent(test, actual !== undefined);
  }
  const expected = expectedValues(test, lookUp);
  const matchesAny = (value: string) =>
    expected.some((pattern) => test.operator.matches(value, pattern));
  const holds = (value: string) => matchesAny(value) !== test.operator.negated;
  if (test.quantifier === 'all') return actual.every(holds);
  if (test.quantifier === 'any' || !test.operator.negated) return actual.some(holds);
  return actual.every(holds);
}

/** A variable without a value equals nothing, so its value is left out: a negated operator holds then. */
function expectedValues(test: ConditionTest, lookUp: ConditionLookup): readonly string[] {
  const { substitute: replace } = test.operator;
  if (!test.variables || !replace) return test.values;
  return test.values.flatMap((value) => replace(value, lookUp) ?? []);
}

/** A key without values is as null as one that is absent. */
function nullHolds({ values }: ConditionTest, actual: readonly string[] | undefined): boolean {
  const isNull = actual === undefined || actual.length === 0;
  return values.some((value) => (value.toLowerCase() === 'true') === isNull);
}

/** Also the empty text is an empty set. */
function isEmptySet(actual: readonly string[]): boolean {
  return actual.every((value) => value === '');
}

/**
 * For a key that the request does not have, or that is an empty set: `…IfExists`, `ForAllValues` and the negated
 * operators let it pass. AWS documents that a missing key makes every `…IfExists` true, `ForAnyValue:…` included.
 */
function holdsAbsent(test: ConditionTest, isPresent: boolean): boolean {
  if (test.ifExists && !isPresent) return true;
  if (test.quantifier === 'any') return false;
  return test.quantifier === 'all' || test.operator.negated;
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

type Row = readonly [
  name: string,
  matches: Compare,
  negated?: boolean | undefined,
  substitute?: Substitute,
];

const all: readonly Row[] = [
  ['StringEquals', equals, false, substitute],
  ['StringNotEquals', equals, true, substitute],
  ['StringEqualsIgnoreCase', equalsIgnoringCase, false, substitute],
  ['StringNotEqualsIgnoreCase', equalsIgnoringCase, true, substitute],
  ['StringLike', like, false, substitutePattern],
  ['StringNotLike', like, true, substitutePattern],
  // AWS treats ArnEquals like ArnLike: both support wildcards.
  ['ArnEquals', likeArn, false, substitutePattern],
  ['ArnLike', likeArn, false, substitutePattern],
  ['ArnNotEquals', likeArn, true, substitutePattern],
  ['ArnNotLike', likeArn, true, substitutePattern],
  ['Bool', equalsIgnoringCase, false, substitute],
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
  all.map(([name, matches, negated = false, replace]) => [
    name,
    { name, matches, negated, substitute: replace },
  ]),
);
