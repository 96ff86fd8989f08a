import { expect, test } from 'vitest';
import { isOverBudget, waves } from './waves.ts';

test.for([
  [0, []],
  [1, [1]],
  [10, [10]],
  [11, [1, 1, 9]],
  [300, [3, 27, 270]],
  [10_000, [20, 980, 9_000]],
] as const)('of %d accounts a few go first, then a tenth, then the rest', ([accounts, sizes]) => {
  const found = waves(accounts);
  expect(found.map(({ from, to }) => to - from)).toEqual(sizes);
  expect(found.map(({ from }) => from)).toEqual(
    [0, ...found.map(({ to }) => to)].slice(0, found.length),
  );
});

test('one failure is tolerated; more than a fifth is too much', () => {
  expect(
    [
      [1, 1],
      [3, 2],
      [10, 2],
      [10, 3],
      [100, 20],
      [100, 21],
    ].map(([started = 0, failed = 0]) => isOverBudget(started, failed)),
  ).toEqual([false, true, false, true, false, true]);
});
