// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like placeholders
/** One condition on one key of the request: whether it holds. */

import type { GuidePage } from './page.ts';

export type ConditionCase = readonly [
  operator: string,
  expected: string | number | boolean | readonly string[],
  /** Undefined when the request does not have the key. */
  actual: readonly string[] | undefined,
  holds: boolean,
];

const strings: readonly ConditionCase[] = [
  ['StringEquals', 'red', ['red'], true],
  ['StringEquals', ['blue', 'red'], ['red'], true],
  ['StringEquals', 'red', ['RED'], false],
  ['StringEquals', 'red', ['redder'], false],
  ['StringEquals', 'r*', ['red'], false],
  ['StringEquals', 'r*', ['r*'], true],
  ['StringEquals', '', [''], true],
  ['StringEquals', 'red', undefined, false],
  ['StringNotEquals', 'red', ['blue'], true],
  ['StringNotEquals', ['red', 'blue'], ['blue'], false],
  ['StringNotEquals', 'red', undefined, true],
  ['StringEqualsIgnoreCase', 'red', ['RED'], true],
  ['StringNotEqualsIgnoreCase', 'red', ['RED'], false],
  ['StringNotEqualsIgnoreCase', 'red', undefined, true],
  ['StringLike', 'r?d*', ['reddish'], true],
  ['StringLike', 'r?d', ['rd'], false],
  ['StringLike', '*', [''], true],
  ['StringLike', 'R*', ['red'], false],
  ['StringLike', '*', undefined, false],
  ['StringNotLike', 'r*', ['blue'], true],
  ['StringNotLike', 'r*', ['red'], false],
  ['StringNotLike', 'r*', undefined, true],
];

const others: readonly ConditionCase[] = [
  ['ArnLike', 'arn:aws:iam::*:role/x', ['arn:aws:iam::111122223333:role/x'], true],
  ['ArnEquals', 'arn:aws:iam::*:role/x', ['arn:aws:iam::111122223333:role/x'], true],
  ['ArnLike', 'arn:aws:iam::*:role/x', ['arn:aws:iam::1:a:role/x'], false],
  ['ArnLike', 'arn:aws:iam::?:role/x', ['arn:aws:iam::1:role/x'], true],
  [
    'ArnLike',
    'arn:aws:someservice:*:111122223333:finance/*',
    ['arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'],
    false,
  ],
  [
    'StringLike',
    'arn:aws:someservice:*:111122223333:finance/*',
    ['arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'],
    true,
  ],
  ['ArnLike', 'arn:aws:iam::1:role/X', ['arn:aws:iam::1:role/x'], false],
  ['ArnNotLike', 'arn:aws:iam::*:role/x', ['arn:aws:iam::1:role/y'], true],
  ['ArnNotEquals', 'arn:aws:iam::1:role/y', ['arn:aws:iam::1:role/y'], false],
  ['ArnNotEquals', 'arn:aws:iam::*:role/y', ['arn:aws:iam::1:role/y'], false],
  ['ArnNotEquals', 'arn:aws:iam::1:role/y', undefined, true],
  ['Bool', true, ['true'], true],
  ['Bool', 'false', ['true'], false],
  ['Bool', 'false', undefined, false],
  ['NumericEquals', 5, ['5.0'], true],
  ['NumericNotEquals', 5, ['6'], true],
  ['NumericNotEquals', 5, ['5'], false],
  ['NumericLessThan', 5, ['4'], true],
  ['NumericLessThan', 5, ['5'], false],
  ['NumericLessThanEquals', 5, ['5'], true],
  ['NumericLessThanEquals', '10', ['9'], true],
  ['NumericGreaterThan', 5, ['5'], false],
  ['NumericGreaterThanEquals', 5, ['5'], true],
  ['NumericEquals', 5, ['five'], false],
  ['DateLessThan', '2026-01-02T00:00:00Z', ['2026-01-01T00:00:00Z'], true],
  ['DateLessThanEquals', '2026-01-01', ['2026-01-01T00:00:00Z'], true],
  ['DateGreaterThan', '2026-01-02T00:00:00Z', ['2026-01-01T00:00:00Z'], false],
  ['DateGreaterThanEquals', '1767225600', ['2026-01-01T00:00:00Z'], true],
  ['DateGreaterThan', '2020-01-01T00:00:01Z', undefined, false],
  ['DateEquals', '2026-01-01T01:00:00+01:00', ['2026-01-01T00:00:00Z'], true],
  ['DateNotEquals', '2026-01-01T00:00:00Z', ['2026-01-01T00:00:00Z'], false],
  ['BinaryEquals', 'QmFzZTY0', ['QmFzZTY0'], true],
  ['BinaryEquals', 'QmFzZTY0', ['QmFzZTY1'], false],
  ['IpAddress', '10.0.0.0/8', ['10.1.2.3'], true],
  ['IpAddress', '10.0.0.0/8', ['11.1.2.3'], false],
  ['IpAddress', '10.1.2.3', ['10.1.2.3'], true],
  ['IpAddress', '10.1.2.3', ['10.1.2.4'], false],
  ['IpAddress', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], ['2001:db8:1234:5678::1'], true],
  ['IpAddress', '203.0.113.0/24', undefined, false],
  ['NotIpAddress', '10.0.0.0/8', ['11.1.2.3'], true],
  ['NotIpAddress', '10.0.0.0/8', undefined, true],
];

const ifExists: readonly ConditionCase[] = [
  ['StringEqualsIfExists', 'red', undefined, true],
  ['StringEqualsIfExists', 'red', ['red'], true],
  ['StringEqualsIfExists', 'red', ['blue'], false],
  ['StringNotEqualsIfExists', 'red', undefined, true],
  ['StringNotEqualsIfExists', 'red', ['red'], false],
  ['BoolIfExists', 'true', undefined, true],
  ['BoolIfExists', 'true', ['false'], false],
  ['NumericLessThanIfExists', 5, undefined, true],
  ['ArnLikeIfExists', 'arn:aws:iam::1:role/y', undefined, true],
  ['IpAddressIfExists', '10.0.0.0/8', ['11.0.0.1'], false],
  ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, true],
  ['ForAnyValue:StringEqualsIfExists', ['a'], ['b'], false],
  ['ForAnyValue:StringLikeIfExists', ['a*'], ['b', 'ab'], true],
  ['ForAllValues:StringEqualsIfExists', ['a'], undefined, true],
  ['ForAllValues:StringEqualsIfExists', ['a'], ['a', 'b'], false],
];

const presence: readonly ConditionCase[] = [
  ['Null', true, undefined, true],
  ['Null', 'true', ['x'], false],
  ['Null', false, ['x'], true],
  ['Null', 'false', undefined, false],
  ['Null', 'true', [], true],
  ['Null', 'false', [], false],
  // A variable cannot be used with it.
  ['Null', '${aws:username}', ['x'], true],
];

const sets: readonly ConditionCase[] = [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a'], undefined, true],
  ['ForAllValues:StringEquals', ['a'], [], true],
  ['ForAllValues:StringEquals', ['a'], [''], true],
  ['ForAllValues:StringNotEquals', ['a'], ['a', 'b'], false],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['ForAllValues:StringLike', ['a*'], ['ab', 'ac'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringEquals', ['a'], undefined, false],
  ['ForAnyValue:StringEquals', ['a'], [], false],
  ['ForAnyValue:StringEquals', ['a', ''], [''], false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
  ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
  ['ForAnyValue:StringLike', ['o-1/r-1/ou-*'], ['o-1/r-1/ou-2/'], true],
];

const operators: GuidePage = 'reference_policies_elements_condition_operators.html';
const multivalued: GuidePage =
  'reference_policies_condition-single-vs-multi-valued-context-keys.html';

export const conditionCases: readonly (readonly [GuidePage, ...ConditionCase])[] = [
  ...[...strings, ...others, ...ifExists, ...presence].map((row) => [operators, ...row] as const),
  ...sets.map((row) => [multivalued, ...row] as const),
];
