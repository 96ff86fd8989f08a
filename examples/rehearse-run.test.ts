import { expect, test } from 'vitest';
import { rehearseRun } from './rehearse-run.ts';

test('an account that throttles is done after retries; one that hangs has timed out', async () => {
  expect(await rehearseRun()).toEqual({
    done: ['copes', 'throttles'],
    failed: ['denies: denied', 'hangs: timed-out'],
  });
});
