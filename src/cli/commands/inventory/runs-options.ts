/** Which inventory runs a command reads. */

import type { RunChoice } from '../../../inventory/read/choose-runs.ts';
import { checkedText, flag, repeated, text, wholeNumber } from '../../options/kinds.ts';
import { headed, type OptionValues } from '../../options/option.ts';

export const defaultFolder = 'flotilla-inventory';

const runsHeading = 'Which runs:';

/** Where runs are stored. */
export const locationOptions = headed(runsHeading, {
  from: repeated('place', `read ${defaultFolder}`, { fallback: defaultFolder })
    .describe('folder or s3://bucket/prefix with runs; repeatable')
    .optional(),
  cache: text('folder', "use the user's own", {
    fallback: "flotilla in the user's cache folder",
    completion: 'folder',
  })
    .describe('cache for objects of S3, so that none is fetched twice')
    .optional(),
  cacheLimit: wholeNumber({ min: 0 }, { placeholder: 'megabytes' })
    .describe('what the cache is pruned to; the runs in use stay')
    .default(10_240),
});

export const runsOptions = headed(runsHeading, {
  ...locationOptions,
  date: checkedText('date', dayProblem, { fallback: 'the latest finished run' })
    .describe('the latest finished run of a day: 2026-01-31')
    .optional(),
  run: repeated('id', 'read the latest finished run', { conflicts: ['date'] })
    .describe('this run, finished or not; repeatable')
    .optional(),
});

/** For commands that compare runs over time. */
export const allRunsOption = headed(runsHeading, {
  allRuns: flag({ conflicts: ['date', 'run'] }).describe('read every finished run'),
});

export type LocationValues = OptionValues<typeof locationOptions>;

export function runChoiceFrom({
  from = [defaultFolder],
  date,
  run,
  allRuns,
}: Partial<OptionValues<typeof runsOptions & typeof allRunsOption>>): RunChoice {
  return {
    from,
    ...(date !== undefined && { date }),
    ...(run && { runs: run }),
    ...(allRuns && { all: true }),
  };
}

function dayProblem(text: string): string | undefined {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDay ? undefined : 'is not a date; give it as 2026-01-31';
}
