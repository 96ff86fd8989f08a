import { expect, test } from 'vitest';
import { checkSeed, maxMs } from '../testing/check-seed.ts';

test.for([1, 2, 3, 4, 5])(
  'seed %d: a month of 200 accounts, with events lost, duplicated and shuffled and workers killed, keeps all invariants',
  { timeout: maxMs },
  async (seed) => {
    expect(await checkSeed(seed)).toEqual({ broken: [], unsettled: [] });
  },
);
