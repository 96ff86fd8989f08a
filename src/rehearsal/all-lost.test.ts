import { expect, test } from 'vitest';
import { maxMs } from '../testing/check-seed.ts';
import { rehearse } from './rehearse.ts';

test('with every event lost, sweeps alone complete a window and its purges', {
  timeout: maxMs,
}, async () => {
  const { invariants, byState, transitions } = await rehearse({
    accounts: 60,
    days: 5,
    seed: 1,
    sweepHours: 1,
    faults: [{ event: {}, fault: { lose: true } }],
  });

  expect(invariants.flatMap(({ examples }) => examples)).toEqual([]);
  // A window expires, purges, prepares and releases: three states each, plus changes by people.
  expect(transitions).toBeGreaterThan(3 * 55);
  expect(Object.keys(byState).filter((state) => state !== 'suspended')).toEqual(['released']);
});
