/** Handles the schedule of the inventory of accounts. */

import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { accountsObject, readAccountRows } from '../accounts/accounts-report.ts';
import { dayOf } from '../month.ts';
import { s3ReportStore } from '../store/s3-report-store.ts';
import { eventDate } from './event-date.ts';

export const onInventoryReport: EventHandler = async (lifecycle, event) => {
  const today = dayOf(lifecycle.clock.now());
  const date = eventDate(event, today) ?? today;
  if (date !== today) {
    throw new FlotillaError(
      'InvalidInput',
      `an inventory shows accounts as they are now, and cannot be made for ${date}; leave out the date`,
    );
  }
  const object = accountsObject(lifecycle, await readAccountRows(lifecycle));
  await s3ReportStore(lifecycle).put(object);
  return { did: 'report', report: 'inventory of accounts', keys: [object.key], notes: [] };
};
