/** Calendar months and days of reports, in UTC: a month is `2026-03`, a day `2026-03-31`. */

import { FlotillaError } from '../model/flotilla-error.ts';

const dayMs = 86_400_000;

/** Days from `start`, up to and without `end`, as Cost Explorer takes them. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** The day of a moment in milliseconds. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function monthOf(at: number): string {
  return dayOf(at).slice(0, 7);
}

export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * dayMs);
}

export function addMonths(month: string, months: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return monthOf(Date.UTC(year, number - 1 + months, 1));
}

/** From its first day to the first day of the next month. */
export function periodOf(month: string): Period {
  return { start: `${month}-01`, end: `${addMonths(month, 1)}-01` };
}

/** The last day of a period, or today while it is in progress. `now` in milliseconds. */
export function lastDay({ end }: Period, now: number): string {
  const [last, today] = [addDays(end, -1), dayOf(now)];
  return last < today ? last : today;
}

/** Every day of a period, in order. */
export function daysOf({ start, end }: Period): readonly string[] {
  const days: string[] = [];
  for (let day = start; day < end; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The month of `2026-03` or of `2026-03-31`. Throws `InvalidInput` for text that is neither. */
export function readMonth(text: string): string {
  return readDay(/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text).slice(0, 7);
}

/** Throws `InvalidInput` for text that is not a day of the calendar. */
export function readDay(text: string): string {
  const at = Date.parse(`${text}T00:00:00Z`);
  // A date that the calendar does not have, such as the 30th of February, is read as a later one.
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && dayOf(at) === text) return text;
  throw new FlotillaError(
    'InvalidInput',
    `"${text}" is not a date; give a day as YYYY-MM-DD, or a month as YYYY-MM`,
  );
}
