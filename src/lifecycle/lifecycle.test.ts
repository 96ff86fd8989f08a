import { expect, test } from 'vitest';
import { openLifecycleEnvironment } from '../testing/lifecycle-environment.ts';

const accountId = (index: number) => String(100_000_000_000 + index);

test('the session of an account is kept while it is in use, and no more than five hundred are', async () => {
  const { lifecycle } = await openLifecycleEnvironment();
  const first = lifecycle.enter(accountId(0));
  expect(lifecycle.enter(accountId(0))).toBe(first);
  const second = lifecycle.enter(accountId(1));
  for (let index = 2; index < 500; index++) lifecycle.enter(accountId(index));
  // Used again: the second one is now the oldest.
  expect(lifecycle.enter(accountId(0))).toBe(first);
  lifecycle.enter(accountId(500));

  expect(lifecycle.enter(accountId(0))).toBe(first);
  expect(lifecycle.enter(accountId(1))).not.toBe(second);
});
