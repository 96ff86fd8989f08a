/** Reads the cost of every cost center on one day, for the daily metric. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { costExplorer } from '../costs/cost-explorer.ts';
import { addDays, dayOf, readDay } from '../month.ts';
import { costTagOf, readReportAccounts, readShadows } from '../organization/report-account.ts';
import { type DailyCost, readDailyCosts } from './daily-costs.ts';

/** Most costs of a day are known two days later. */
const delayDays = 2;
/** CloudWatch drops older data: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const maxAgeDays = 14;

export interface DayCosts {
  readonly day: string;
  readonly costs: readonly DailyCost[];
}

/** Default: the day before yesterday. Throws a `FlotillaError` for a day that CloudWatch does not accept any more. */
export async function measureDay(
  lifecycle: Lifecycle,
  requested: string | undefined,
): Promise<DayCosts> {
  const today = dayOf(lifecycle.clock.now());
  const day = readDay(requested ?? addDays(today, -delayDays));
  const first = addDays(today, -maxAgeDays + 1);
  if (day < first) {
    throw new FlotillaError(
      'InvalidInput',
      `CloudWatch accepts no data of ${day}; give a day from ${first}`,
    );
  }
  const accounts = await readReportAccounts(lifecycle, await readShadows(lifecycle));
  const options = { accounts, costTag: costTagOf(lifecycle) };
  return { day, costs: await readDailyCosts(costExplorer(lifecycle), day, options) };
}
