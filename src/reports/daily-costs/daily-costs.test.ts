import { expect, test } from 'vitest';
import {
  accountIds,
  type CostEnvironment,
  openCostEnvironment,
} from '../../testing/cost-environment.ts';
import { dayMs } from '../../testing/durations.ts';
import { onDailyCostsMetric } from '../handlers/on-daily-costs-metric.ts';

const context = { remainingMs: () => 900_000 };

async function metricOf({ lifecycle }: CostEnvironment, center: string, day: string) {
  const StartTime = new Date(`${day}T00:00:00Z`);
  const { Datapoints } = await lifecycle.inHub('cloudwatch').call('GetMetricStatistics', {
    Namespace: 'SustainablePersonalAccount',
    MetricName: 'DailyCostsByCostCenter',
    Dimensions: [
      { Name: 'CostCenter', Value: center },
      { Name: 'Environment', Value: 'SpaDemo' },
    ],
    StartTime,
    EndTime: new Date(StartTime.getTime() + dayMs),
    Period: 86_400,
    Statistics: ['Maximum'],
  });
  return (Datapoints as readonly { readonly Maximum: number }[]).map(({ Maximum }) => Maximum);
}

test('the costs of two days ago are a metric of each cost center, without credits', async () => {
  const env = await openCostEnvironment();
  const day = '2026-04-12';
  env.organization.addCost({ account: accountIds.alpha, day, amount: '0.1' });
  env.organization.addCost({ account: accountIds.beta, day, amount: '0.2' });
  env.organization.addCost({ account: accountIds.beta, day, amount: '-9', recordType: 'Credit' });
  env.organization.addCost({ account: accountIds.delta, day, amount: '5' });

  const result = await onDailyCostsMetric(env.lifecycle, {}, context);

  expect(result).toEqual({
    did: 'report',
    report: 'daily costs of 2026-04-12 of 2 cost centers',
    keys: [],
    notes: [],
  });
  expect(await metricOf(env, 'Product A', day)).toEqual([0.3]);
  expect(await metricOf(env, 'NoCostTag', day)).toEqual([5]);
});

test('a past day can be measured again, unless CloudWatch would drop it', async () => {
  const env = await openCostEnvironment();
  const day = '2026-04-02';
  env.organization.addCost({ account: accountIds.alpha, day, amount: '7' });

  await onDailyCostsMetric(env.lifecycle, { date: day }, context);

  expect(await metricOf(env, 'Product A', day)).toEqual([7]);
  const asking = (date: string) => onDailyCostsMetric(env.lifecycle, { date }, context);
  await expect(asking('2026-03-31')).rejects.toThrow(
    'CloudWatch accepts no data of 2026-03-31; give a day from 2026-04-01',
  );
  await expect(asking('2026-04')).rejects.toThrow('"2026-04" is not a date');
});
