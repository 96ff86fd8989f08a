import { expect, test } from 'vitest';
import { holdsOnSeed, maxMs } from './testing/holds-on-seed.ts';

test.for([6, 7, 8, 9, 10])(
  'seed %d: a month of 200 accounts, with events lost, doubled and shuffled and workers killed, keeps every promise',
  { timeout: maxMs },
  async (seed) => {
    expect(await holdsOnSeed(seed)).toEqual({ broken: [], left: [] });
  },
);
