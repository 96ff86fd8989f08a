/** Memory under 200,000 mutated requests; a few minutes. */

import { expect, test } from 'vitest';
import { runFuzz } from '../testing/fuzz/run-fuzz.ts';
import { simulatedServices } from './services.ts';
import { constraintsOf } from './validation/constraints.ts';

const megabyte = 1_000_000;

test('memory is flat over 200,000 mutated requests, and none is an error of the simulator', {
  timeout: 3_600_000,
}, async () => {
  const heap: number[] = [];
  const { failures } = await runFuzz({
    services: [...simulatedServices.values()].map(({ name, operations }) => ({
      name,
      operations: Object.keys(operations),
      constraint: constraintsOf(name),
    })),
    seed: 7,
    requests: 200_000,
    onThousand: () => {
      globalThis.gc?.();
      heap.push(process.memoryUsage().heapUsed);
    },
  });
  // After 50,000 requests everything is loaded. What they create stays: about 50 bytes a request.
  const growth = (heap.at(-1) ?? 0) - (heap[50] ?? 0);
  expect([failures, growth < 20 * megabyte]).toEqual([[], true]);
});
