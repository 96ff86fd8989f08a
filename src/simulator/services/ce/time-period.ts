/**
 * The days of a query, and its parts by granularity.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_DateInterval.html
 */

import { dayAt, firstOfMonth, formatDay, parseDay } from '../../costs/days.ts';
import { unsupported } from '../../refusals.ts';
import { invalid } from './errors.ts';

export interface DateInterval {
  readonly Start: string;
  readonly End: string;
}

/** Days, the last one excluded. */
export interface DayRange {
  readonly start: number;
  readonly end: number;
}

/** The current month and the thirteen before it. */
const monthsOfHistory = 13;

export function pastRange(period: DateInterval, now: number): DayRange {
  const range = rangeOf(period);
  const today = dayAt(now);
  if (range.start > today) {
    throw invalid(`Start date ${period.Start} is past the current date.`);
  }
  // https://github.com/aws/aws-sdk-js/issues/2732
  if (range.end > firstOfMonth(today, 1)) {
    throw invalid('end date past the beginning of next month');
  }
  if (range.start < firstOfMonth(today, -monthsOfHistory)) {
    throw invalid("You haven't enabled historical data beyond 14 months");
  }
  return range;
}

export function rangeOf({ Start, End }: DateInterval): DayRange {
  const range = { start: dayOf(Start), end: dayOf(End) };
  if (range.start < range.end) return range;
  throw invalid('Start date (and hour) should be before end date (and hour)');
}

function dayOf(text: string): number {
  const day = parseDay(text);
  if (day === undefined) throw invalid(`${text} is not a valid date: the format is yyyy-MM-dd.`);
  return day;
}

export function checkGranularity(granularity: string): 'DAILY' | 'MONTHLY' {
  if (granularity === 'DAILY' || granularity === 'MONTHLY') return granularity;
  if (granularity === 'HOURLY') throw unsupported('the granularity HOURLY of ce');
  throw invalid(`Granularity ${granularity} is not valid.`);
}

/** The first and the last part end with the range, also within a month. */
export function partsOf(range: DayRange, granularity: 'DAILY' | 'MONTHLY'): readonly DayRange[] {
  const parts: DayRange[] = [];
  for (let start = range.start; start < range.end; ) {
    const next = granularity === 'DAILY' ? start + 1 : firstOfMonth(start, 1);
    const end = Math.min(next, range.end);
    parts.push({ start, end });
    start = end;
  }
  return parts;
}

export function describeRange({ start, end }: DayRange): DateInterval {
  return { Start: formatDay(start), End: formatDay(end) };
}
