import { expect, test } from 'vitest';
import { checkSeed, maxMs } from '../testing/check-seed.ts';

test.for([16, 17, 18, 19, 20])(
  'seed %d: a month of 200 accounts, with events lost, duplicated and shuffled and workers killed, keeps all invariants',
  { timeout: maxMs },
  async (seed) => {
    expect(await checkSeed(seed)).toEqual({ broken: [], unsettled: [] });
  },
);
