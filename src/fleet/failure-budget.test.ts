import { expect, test } from 'vitest';
import { failureBudgetSchema, stopWhenSpent } from './failure-budget.ts';

const progress = (done: number, failed: number, total?: number) => ({ done, failed, total });

test.each([
  [0, progress(5, 0), false],
  [0, progress(5, 1), true],
  ['3', progress(0, 3), false],
  ['3', progress(0, 4), true],
  ['10%', progress(0, 5, 50), false],
  ['10%', progress(0, 6, 50), true],
  ['0%', progress(0, 1, 50), true],
  ['100%', progress(0, 50, 50), false],
  // 0.29 * 100 is less than 29 in floating point.
  ['29%', progress(0, 29, 100), false],
  ['29%', progress(0, 30, 100), true],
])('a budget of %s with %j is spent: %s', (budget, state, spent) => {
  expect(stopWhenSpent(budget)?.(state)).toBe(
    spent ? `more failures than the budget of ${budget}` : undefined,
  );
});

test('without a budget a run never stops early', () => {
  expect(stopWhenSpent(undefined)).toBeUndefined();
});

test.each(['', '-1', '1.5', '101%', '%', 'all'])('"%s" is not a failure budget', (text) => {
  expect(failureBudgetSchema.safeParse(text).success).toBe(false);
});
