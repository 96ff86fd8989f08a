import { expect, test } from 'vitest';
import { checkSeed, maxMs } from '../testing/check-seed.ts';

// Twenty more are in the long tests.
test('a month of 100 accounts, with events lost, duplicated and shuffled and workers killed, keeps all invariants', {
  timeout: maxMs,
}, async () => {
  expect(await checkSeed(21, 100)).toEqual({ broken: [], unsettled: [] });
});
