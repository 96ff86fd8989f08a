/** Ages as users write them: days, weeks, months, years. */

import { FlotillaError } from '../../model/flotilla-error.ts';

/** A month is a twelfth of a year: `6M` is 4380 hours. aws-nuke's largest unit is hours. */
const hoursIn: Readonly<Record<string, number>> = { d: 24, w: 168, M: 730, y: 8_760 };

/** Hours of `5d`, `2w`, `3M`, `1y`. Throws `InvalidInput` for anything else. */
export function maximumAgeHours(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([dwMy])$/.exec(text.trim()) ?? [];
  const hours = Number(count) * (hoursIn[unit] ?? 0);
  // `0d` would match everything.
  if (hours > 0) return hours;
  throw new FlotillaError(
    'InvalidInput',
    `MAXIMUM_AGE: "${text}" is not an age; write days, weeks, months or years as 5d, 2w, 3M or 1y`,
  );
}
