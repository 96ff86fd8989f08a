/** The metrics of the dashboards that users have: each with its dimensions, in their order. */

import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../testing/durations.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

interface Metric {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** `TransactionsByLabel Label=MaintenanceTransaction Environment=SpaDemo`. */
async function metricsOf(
  { lifecycle }: LifecycleEnvironment,
  name: string,
): Promise<readonly string[]> {
  await lifecycle.meter.flush();
  const { Metrics } = await lifecycle
    .inHub('cloudwatch')
    .call('ListMetrics', { Namespace: 'SustainablePersonalAccount', MetricName: name });
  return (Metrics as readonly Metric[])
    .map(({ Dimensions }) => Dimensions.map((one) => `${one.Name}=${one.Value}`).join(' '))
    .sort();
}

function withMetricsPerAccount() {
  const settings = rehearsalSettings();
  return { settings: { ...settings, metering: { ...settings.metering, metricsPerAccount: true } } };
}

/** On-boards an account, and purges and prepares it in the window of Saturday. */
async function spendWeek(env: LifecycleEnvironment): Promise<string> {
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(4 * dayMs);
  return id;
}

test('on-boardings and maintenances are counted by cost center and by kind', async () => {
  const env = await openLifecycleEnvironment();

  await spendWeek(env);

  expect(await metricsOf(env, 'TransactionsByCostCenter')).toEqual([
    'CostCenter=sandbox Environment=SpaDemo',
  ]);
  expect(await metricsOf(env, 'TransactionsByLabel')).toEqual([
    'Label=MaintenanceTransaction Environment=SpaDemo',
    'Label=OnBoardingTransaction Environment=SpaDemo',
  ]);
});

test('every event of an account is counted by its label', async () => {
  const env = await openLifecycleEnvironment();

  await spendWeek(env);

  expect(await metricsOf(env, 'AccountEventsByLabel')).toEqual(
    [
      ...['AssignedAccount', 'CreatedAccount', 'ExpiredAccount', 'PreparationReport'],
      ...['PreparedAccount', 'PurgeReport', 'PurgedAccount', 'ReleasedAccount'],
    ].map((label) => `Label=${label} Environment=SpaDemo`),
  );
});

test('events are counted by account only where the settings ask for it', async () => {
  const without = await openLifecycleEnvironment();
  await spendWeek(without);
  const env = await openLifecycleEnvironment(withMetricsPerAccount());
  const id = await spendWeek(env);

  expect(await metricsOf(without, 'AccountEventsByAccount')).toEqual([]);
  expect(await metricsOf(env, 'AccountEventsByAccount')).toEqual([
    `Account=${id} Environment=SpaDemo`,
  ]);
});

test('each event is counted as often by account as by label', async () => {
  const env = await openLifecycleEnvironment(withMetricsPerAccount());
  const id = await spendWeek(env);
  const sumOf = async (MetricName: string, ...dimension: readonly [string, string]) => {
    const [Name, Value] = dimension;
    const { Datapoints } = await env.lifecycle.inHub('cloudwatch').call('GetMetricStatistics', {
      Namespace: 'SustainablePersonalAccount',
      MetricName,
      Dimensions: [
        { Name, Value },
        { Name: 'Environment', Value: 'SpaDemo' },
      ],
      StartTime: new Date(env.clock.now() - 10 * dayMs),
      EndTime: new Date(env.clock.now() + dayMs),
      Period: 30 * 86_400,
      Statistics: ['Sum'],
    });
    return (Datapoints as readonly { readonly Sum: number }[]).reduce(
      (all, one) => all + one.Sum,
      0,
    );
  };

  const labels = await metricsOf(env, 'AccountEventsByLabel');
  const byLabel = await Promise.all(
    labels.map((text) => sumOf('AccountEventsByLabel', 'Label', text.split(/[= ]/)[1] ?? '')),
  );

  expect(await sumOf('AccountEventsByAccount', 'Account', id)).toBe(
    byLabel.reduce((all, one) => all + one, 0),
  );
});

test('a login on the console and an activity of another kind are transactions too', async () => {
  const env = await openLifecycleEnvironment();
  const account = await spendWeek(env);

  const identity = { type: 'AssumedRole', user: 'alice@example.com' } as const;
  env.organization.signIn({ account, identity, region: env.lifecycle.hub.region });
  await env.advance(hourMs);
  const now = env.clock.now() / 1000;
  await env.lifecycle.activities.record({
    ...{ account, 'cost-center': 'blue', transaction: 'something-else' },
    ...{ begin: now, end: now, duration: 0, identifier: 'one' },
  });

  expect(await metricsOf(env, 'TransactionsByCostCenter')).toEqual([
    'CostCenter=blue Environment=SpaDemo',
    'CostCenter=sandbox Environment=SpaDemo',
  ]);
  expect(await metricsOf(env, 'TransactionsByLabel')).toEqual([
    'Label=ConsoleLoginTransaction Environment=SpaDemo',
    'Label=GenericTransaction Environment=SpaDemo',
    'Label=MaintenanceTransaction Environment=SpaDemo',
    'Label=OnBoardingTransaction Environment=SpaDemo',
  ]);
});

/** The highest value of each hour that has one. */
async function measured(env: LifecycleEnvironment, MetricName: string): Promise<readonly number[]> {
  const { lifecycle, clock } = env;
  const { Datapoints } = await lifecycle.inHub('cloudwatch').call('GetMetricStatistics', {
    Namespace: 'SustainablePersonalAccount',
    MetricName,
    Dimensions: [{ Name: 'Environment', Value: 'SpaDemo' }],
    StartTime: new Date(clock.now() - dayMs),
    EndTime: new Date(clock.now()),
    Period: 3_600,
    Statistics: ['Maximum'],
  });
  const points = Datapoints as readonly { readonly Timestamp: Date; readonly Maximum: number }[];
  return points
    .toSorted((a, b) => a.Timestamp.getTime() - b.Timestamp.getTime())
    .map(({ Maximum }) => Maximum);
}

test('sweeps measure accounts whose transaction has failed, until they are released', async () => {
  const env = await openLifecycleEnvironment();
  const heal = env.organization.fault({ build: {}, fault: { fail: true } });
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(10 * hourMs);
  const failed = await measured(env, 'FailedAccounts');
  heal();
  await env.tag(id, 'vanilla');
  await env.advance(3 * hourMs);

  expect(failed.at(-1)).toBe(1);
  expect((await measured(env, 'FailedAccounts')).at(-1)).toBe(0);
  expect(env.state(id)).toBe('released');
});

test('sweeps measure accounts that are past their deadline', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(minuteMs);
  env.organization.deny({ service: 'organizations', operation: 'ListTagsForResource' });
  await env.advance(6 * hourMs);

  const overdue = await measured(env, 'OverdueAccounts');

  expect([overdue[0], overdue.at(-1)]).toEqual([0, 1]);
});
