/**
 * When schedules are due: `rate(…)`, `cron(…)` in a time zone, and `at(…)` once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */

import { Cron } from 'croner';
import { parseExpression } from '../../../model/schedule-expression.ts';
import type { ScheduleSettings } from './state.ts';

/** Returns the first time after a moment; undefined when there is none. */
export type NextTime = (after: number) => number | undefined;

type Timing = Pick<ScheduleSettings, 'expression' | 'timeZone' | 'startsAt' | 'endsAt'>;

/** Undefined for an expression or a time zone that is not valid. */
export function timesOf(timing: Timing, createdAt: number): NextTime | undefined {
  const { expression, timeZone, startsAt, endsAt } = timing;
  if (!isTimeZone(timeZone)) return undefined;
  const once = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  // Start and end say nothing about schedules that happen once.
  if (once !== undefined) return onceAt(once, timeZone);
  const next = recurring(expression, timeZone, startsAt ?? createdAt);
  return (
    next &&
    ((after) => {
      const at = next(Math.max(after, (startsAt ?? createdAt) - 1));
      return at === undefined || at > (endsAt ?? Number.POSITIVE_INFINITY) ? undefined : at;
    })
  );
}

function onceAt(text: string, timezone: string): NextTime | undefined {
  try {
    const cron = new Cron(text, { timezone });
    return (after) => cron.nextRun(new Date(after))?.getTime();
  } catch {
    return undefined;
  }
}

/** A rate counts from its start, which is the first time too. */
function recurring(text: string, timezone: string, startsAt: number): NextTime | undefined {
  const expression = parseExpression(text);
  if ('problem' in expression) return undefined;
  if ('every' in expression) {
    const { every } = expression;
    return (after) =>
      after < startsAt ? startsAt : startsAt + (Math.floor((after - startsAt) / every) + 1) * every;
  }
  const cron = new Cron(expression.cron, { timezone });
  return (after) => cron.nextRun(new Date(after))?.getTime();
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
