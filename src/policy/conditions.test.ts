// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like placeholders

import { expect, test } from 'vitest';
import { conditionHolds, readConditions } from './conditions.ts';

type Row = readonly [
  operator: string,
  expected: string | number | boolean | string[],
  actual: readonly string[] | undefined,
  holds: boolean,
];

const rows: readonly Row[] = [
  ['StringEquals', 'red', ['red'], true],
  ['StringEquals', ['blue', 'red'], ['red'], true],
  ['StringEquals', 'red', ['RED'], false],
  ['StringEquals', 'red', undefined, false],
  ['StringEqualsIfExists', 'red', undefined, true],
  ['StringEqualsIfExists', 'red', ['blue'], false],
  ['StringNotEquals', 'red', ['blue'], true],
  ['StringNotEquals', ['red', 'blue'], ['blue'], false],
  ['StringNotEquals', 'red', undefined, true],
  ['StringEqualsIgnoreCase', 'red', ['RED'], true],
  ['StringNotEqualsIgnoreCase', 'red', ['RED'], false],
  ['StringLike', 'r?d*', ['reddish'], true],
  ['StringNotLike', 'r*', ['blue'], true],
  ['ArnLike', 'arn:aws:iam::*:role/x', ['arn:aws:iam::111122223333:role/x'], true],
  ['ArnEquals', 'arn:aws:iam::*:role/x', ['arn:aws:iam::111122223333:role/x'], true],
  ['ArnNotLike', 'arn:aws:iam::*:role/x', ['arn:aws:iam::1:role/y'], true],
  ['ArnNotEquals', 'arn:aws:iam::1:role/y', ['arn:aws:iam::1:role/y'], false],
  ['Bool', true, ['true'], true],
  ['Bool', 'false', ['true'], false],
  ['BoolIfExists', 'true', undefined, true],
  ['NumericEquals', 5, ['5.0'], true],
  ['NumericNotEquals', 5, ['6'], true],
  ['NumericLessThan', 5, ['4'], true],
  ['NumericLessThan', 5, ['5'], false],
  ['NumericLessThanEquals', 5, ['5'], true],
  ['NumericGreaterThan', 5, ['5'], false],
  ['NumericGreaterThanEquals', 5, ['5'], true],
  ['DateLessThan', '2026-01-02T00:00:00Z', ['2026-01-01T00:00:00Z'], true],
  ['DateGreaterThan', '2026-01-02T00:00:00Z', ['2026-01-01T00:00:00Z'], false],
  ['DateGreaterThanEquals', '1767225600', ['2026-01-01T00:00:00Z'], true],
  ['DateEquals', '2026-01-01T01:00:00+01:00', ['2026-01-01T00:00:00Z'], true],
  ['Null', true, undefined, true],
  ['Null', 'true', ['x'], false],
  ['Null', false, ['x'], true],
  ['IpAddress', '10.0.0.0/8', ['10.1.2.3'], true],
  ['IpAddress', '10.0.0.0/8', ['11.1.2.3'], false],
  ['IpAddress', '10.1.2.3', ['10.1.2.3'], true],
  ['IpAddress', '2001:db8::/32', ['2001:db8::1'], true],
  ['NotIpAddress', '10.0.0.0/8', ['11.1.2.3'], true],
  ['BinaryEquals', 'QmFzZTY0', ['QmFzZTY0'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a'], undefined, true],
  ['ForAllValues:StringEquals', ['a'], [], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringEquals', ['a'], undefined, false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['a', 'b'], false],
  ['ForAnyValue:StringLike', ['o-1/r-1/ou-*'], ['o-1/r-1/ou-2/'], true],
];

test.each(rows)('%s %j on %j is %j', (operator, expected, actual, holds) => {
  const tests = readConditions({ [operator]: { Key: expected } }, (message) => new Error(message));
  expect(tests.every((one) => conditionHolds(one, () => actual))).toBe(holds);
});

test('keys are case-insensitive, and values may contain variables', () => {
  const stored = { StringEquals: { 'S3:Prefix': 'home/${aws:username}' } };
  const [one] = readConditions(stored, (message) => new Error(message));
  const keys: Record<string, readonly string[]> = {
    's3:prefix': ['home/ana'],
    'aws:username': ['ana'],
  };
  expect(one && conditionHolds(one, (key) => keys[key])).toBe(true);
});

test('an unknown operator is named', () => {
  const read = () => readConditions({ StringMatches: { a: 'b' } }, (message) => new Error(message));
  expect(read).toThrow('Invalid Condition type : StringMatches.');
});
