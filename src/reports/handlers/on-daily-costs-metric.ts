/** Handles the schedule of the daily cost metric. */

import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { costExplorer } from '../costs/cost-explorer.ts';
import { putDailyCosts, readDailyCosts } from '../daily-costs/daily-costs.ts';
import { addDays, dayOf, readDay } from '../month.ts';
import { costTagOf, readReportAccounts, readShadows } from '../organization/report-account.ts';
import { eventDate } from './event-date.ts';

/** Most costs of a day are known two days later. */
const delayDays = 2;
/** CloudWatch drops older data: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const maxAgeDays = 14;

export const onDailyCostsMetric: EventHandler = async (lifecycle, event) => {
  const today = dayOf(lifecycle.clock.now());
  const day = readDay(eventDate(event, today) ?? addDays(today, -delayDays));
  const first = addDays(today, -maxAgeDays + 1);
  if (day < first) {
    throw new FlotillaError(
      'InvalidInput',
      `CloudWatch accepts no data of ${day}; give a day from ${first}`,
    );
  }
  const accounts = await readReportAccounts(lifecycle, await readShadows(lifecycle));
  const options = { accounts, costTag: costTagOf(lifecycle) };
  const costs = await readDailyCosts(costExplorer(lifecycle), day, options);
  await putDailyCosts(lifecycle, day, costs);
  const report = `daily costs of ${day} of ${costs.length} cost centers`;
  return { did: 'report', report, keys: [], notes: [] };
};
