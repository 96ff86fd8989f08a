import { expect, test } from 'vitest';
import { holdsOnSeed, maxMs } from './testing/holds-on-seed.ts';

test.for([16, 17, 18, 19, 20])(
  'seed %d: a month of 200 accounts, with events lost, duplicated and shuffled and workers killed, keeps all invariants',
  { timeout: maxMs },
  async (seed) => {
    expect(await holdsOnSeed(seed)).toEqual({ broken: [], left: [] });
  },
);
