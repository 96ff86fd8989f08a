/** Mutated requests of every protocol: the simulator refuses what it cannot do, and never fails itself. */

import { expect, test } from 'vitest';
import type { FuzzedService } from '../testing/fuzz/requests.ts';
import { runFuzz } from '../testing/fuzz/run-fuzz.ts';
import { simulatedServices } from './services.ts';
import { constraintsOf } from './validation/constraints.ts';

/** Every service with handlers, and the operations that have one. */
const fuzzedServices: readonly FuzzedService[] = [...simulatedServices.values()].map(
  ({ name, operations }) => ({
    name,
    operations: Object.keys(operations),
    constraint: constraintsOf(name),
  }),
);

test('20,000 mutated requests are answered, and none is an error of the simulator', async () => {
  const { failures, statuses } = await runFuzz({
    services: fuzzedServices,
    seed: 16,
    requests: 20_000,
  });
  expect(failures).toEqual([]);
  // A fuzz test whose requests never reach a handler would find nothing.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(2_000);
});
