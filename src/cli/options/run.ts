/** How a run over many targets goes: how wide, how long, and when it stops. */

import { flag, milliseconds, text, wholeNumber } from './kinds.ts';
import { headed, type OptionValues } from './option.ts';

export const runHeading = 'The run:';

export const runOptions = headed(runHeading, {
  // The library checks its limits.
  concurrency: wholeNumber({ min: Number.MIN_SAFE_INTEGER }, { fallback: '20' })
    .describe('maximum number of targets at a time')
    .optional(),
  timeout: milliseconds({ fallback: 'none' })
    .describe('time limit for one target: 90, 90s, 5m')
    .optional(),
  failureBudget: text('number|percent', 'never stop', { fallback: 'never stop' })
    .describe('stop once more targets have failed: 5, 10%')
    .optional(),
  failFast: flag({ conflicts: ['failureBudget'] }).describe('stop at the first failure'),
});

export type RunValues = OptionValues<typeof runOptions>;
