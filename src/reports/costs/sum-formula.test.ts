import { expect, test } from 'vitest';
import { sumOfRange, sumOfSubTotals } from './sum-formula.ts';

test('a total without rows is zero, and not a formula that sums up the heads', () => {
  expect(sumOfRange('G', { first: 2, last: 1, cents: 0n })).toBe(0);
  expect(sumOfSubTotals('D', { rows: [], first: 2, last: 1, levels: 2, cents: 0n })).toBe(0);
});

test('a formula that Excel would refuse for its length is replaced by one of the same value', () => {
  const rows = Array.from({ length: 3_000 }, (_, index) => 3 + 2 * index);
  const sum = (numbers: readonly number[]) =>
    sumOfSubTotals('D', { rows: numbers, first: 2, last: 6_001, levels: 2, cents: 123n });

  expect(sum(rows.slice(0, 2))).toEqual({ formula: 'D3+D5', result: 1.23 });
  expect(sum(rows)).toEqual({ formula: 'SUM(D2:D6001)/2', result: 1.23 });
});
