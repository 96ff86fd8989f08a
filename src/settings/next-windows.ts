/** Computes the next openings of a schedule. */

import { Cron } from 'croner';
import { parseExpression } from '../model/schedule-expression.ts';
import type { Schedule } from './settings.ts';

/** Maximum consecutive openings that may be blacked out. */
const maxSkipped = 1_000;

/**
 * Returns the next openings after a moment, in milliseconds: fewer than requested when there are no more. An invalid
 * expression has no openings; the settings refuse it before.
 */
export function nextWindows(schedule: Schedule, afterMs: number, count: number): readonly number[] {
  const next = openings(schedule);
  const found: number[] = [];
  let at = next(afterMs);
  for (let skipped = 0; at !== undefined && found.length < count && skipped < maxSkipped; ) {
    if (isBlackedOut(schedule, at)) skipped++;
    else found.push(at);
    at = next(at);
  }
  return found;
}

function openings({ maintenanceWindowExpression, timeZone }: Schedule) {
  if (maintenanceWindowExpression === undefined) return () => undefined;
  const expression = parseExpression(maintenanceWindowExpression);
  if ('problem' in expression) return () => undefined;
  if ('every' in expression) {
    // EventBridge counts a rate from the moment that the rule is created. Windows have no such moment: a sweep of any
    // worker opens them, and must find the same time. So they are counted from 1970, in UTC.
    const { every } = expression;
    return (after: number) => (Math.floor(after / every) + 1) * every;
  }
  const cron = new Cron(expression.cron, { timezone: timeZone });
  return (after: number) => cron.nextRun(new Date(after))?.getTime();
}

/** Days are those of the schedule's own time zone, first and last included. */
function isBlackedOut({ timeZone, blackoutDates }: Schedule, at: number): boolean {
  if (blackoutDates.length === 0) return false;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
  return blackoutDates.some(({ from, to }) => from <= day && day <= to);
}
