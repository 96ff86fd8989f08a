/**
 * When costs become known. AWS refreshes cost data and budgets several times a day, up to twelve hours apart, and the
 * bill of a month is final some days after its end.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
 */

import { dayMs, firstOfMonth } from './days.ts';

const refreshMs = dayMs / 3;

/** Days after the end of a month until its bill is final. */
const daysUntilFinal = 5;

/** Returns the time of the newest cost data. */
export function refreshedAt(now: number): number {
  return Math.floor(now / refreshMs) * refreshMs;
}

/** Reports whether the bill of the day's month is final. */
export function isFinal(day: number, now: number): boolean {
  return refreshedAt(now) >= (firstOfMonth(day, 1) + daysUntilFinal) * dayMs;
}
