/** Handle the schedules of activities: of the past month, and of the month in progress. */

import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { activityObjects, readActivityRows } from '../activities/activities-report.ts';
import { addDays, addMonths, dayOf, type Period, periodOf } from '../month.ts';
import { s3ReportStore } from '../store/s3-report-store.ts';
import { eventDate } from './event-date.ts';

/** The month before, or that of the event's date. */
export const onPastActivitiesReport: EventHandler = async (lifecycle, event) => {
  const today = dayOf(lifecycle.clock.now());
  const date = eventDate(event, today);
  const month = date?.slice(0, 7) ?? addMonths(today.slice(0, 7), -1);
  return await report(lifecycle, month, periodOf(month));
};

/** From the first day of the month to today, or to the event's date. */
export const onOngoingActivitiesReport: EventHandler = async (lifecycle, event) => {
  const today = dayOf(lifecycle.clock.now());
  const date = eventDate(event, today) ?? today;
  const month = date.slice(0, 7);
  const whole = periodOf(month);
  const end = date.length > month.length ? addDays(date, 1) : whole.end;
  return await report(lifecycle, month, { ...whole, end });
};

async function report(lifecycle: Lifecycle, month: string, period: Period): Promise<HandlerResult> {
  const rows = await readActivityRows(lifecycle, period);
  const objects = activityObjects(lifecycle, month, rows);
  const store = s3ReportStore(lifecycle);
  for (const object of objects) await store.put(object);
  return {
    did: 'report',
    report: `activities of ${month}`,
    keys: objects.map(({ key }) => key),
    notes: objects.length === 0 ? [`no activities in ${month}`] : [],
  };
}
