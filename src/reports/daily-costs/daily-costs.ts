/** The daily cost of each cost center, as a metric of the dashboard. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { metricNamespace } from '../../lifecycle/metering/meter.ts';
import type { CostSource } from '../costs/cost-source.ts';
import { toNumber } from '../money/decimal.ts';
import { addDays } from '../month.ts';
import { costCenterOf, type ReportAccounts } from '../organization/report-account.ts';

export interface DailyCost {
  readonly costCenter: string;
  readonly usd: number;
}

export async function readDailyCosts(
  source: CostSource,
  day: string,
  { accounts, costTag }: { readonly accounts: ReportAccounts; readonly costTag: string },
): Promise<readonly DailyCost[]> {
  const byAccount = await source.readByAccount({ start: day, end: addDays(day, 1) });
  const byCenter = new Map<string, bigint>();
  for (const [id, amount] of byAccount) {
    const center = costCenterOf(accounts.get(id), costTag);
    byCenter.set(center, (byCenter.get(center) ?? 0n) + amount);
  }
  return [...byCenter]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([costCenter, exact]) => ({ costCenter, usd: toNumber(exact) }));
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const maxData = 1_000;

/** The day is the time of the data points: those of the same day replace each other on a graph of maxima. */
export async function putDailyCosts(
  { inHub, hub }: Pick<Lifecycle, 'inHub' | 'hub'>,
  day: string,
  costs: readonly DailyCost[],
): Promise<void> {
  const data = costs.map(({ costCenter, usd }) => ({
    MetricName: 'DailyCostsByCostCenter',
    Dimensions: [
      { Name: 'CostCenter', Value: costCenter },
      { Name: 'Environment', Value: hub.environment },
    ],
    Timestamp: new Date(`${day}T00:00:00Z`),
    Value: usd,
    Unit: 'None',
  }));
  for (let start = 0; start < data.length; start += maxData) {
    const MetricData = data.slice(start, start + maxData);
    await inHub('cloudwatch').call('PutMetricData', { Namespace: metricNamespace, MetricData });
  }
}
