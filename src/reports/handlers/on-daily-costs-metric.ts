/** Handles the schedule of the daily cost metric. */

import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { putDailyCosts } from '../daily-costs/daily-costs.ts';
import { measureDay } from '../daily-costs/measure-day.ts';
import { dayOf } from '../month.ts';
import { eventDate } from './event-date.ts';

export const onDailyCostsMetric: EventHandler = async (lifecycle, event) => {
  const today = dayOf(lifecycle.clock.now());
  const { day, costs } = await measureDay(lifecycle, eventDate(event, today));
  await putDailyCosts(lifecycle, day, costs);
  const report = `daily costs of ${day} of ${costs.length} cost centers`;
  return { did: 'report', report, keys: [], notes: [] };
};
