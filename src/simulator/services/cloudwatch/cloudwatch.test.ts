import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { errorNameOf } from '../../../testing/call-errors.ts';
import { minuteMs } from '../../../testing/durations.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const Namespace = 'SustainablePersonalAccount';
const MetricName = 'TransactionsByLabel';

function open({ pageSize = 20 } = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const client = new CloudWatchClient({ ...organization.access(), maxAttempts: 1 });
  const put = (...data: Partial<MetricDatum>[]) =>
    client.send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: data.map((datum) => ({ MetricName, ...datum })),
      }),
    );
  const statistics = async (Period = 60, more: object = {}) => {
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName,
        StartTime: new Date(clock.now() - 60 * minuteMs),
        EndTime: new Date(clock.now() + minuteMs),
        Period,
        Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
        ...more,
      }),
    );
    return Datapoints;
  };
  return { client, put, statistics, clock };
}

test('values of a minute are aggregated, in whatever form they were put', async () => {
  const { put, statistics, clock } = open();
  await put(
    { Value: 1 },
    { Values: [2, 3], Counts: [1, 2] },
    { StatisticValues: { SampleCount: 2, Sum: 9, Minimum: 4, Maximum: 5 } },
  );

  expect(await statistics()).toEqual([
    {
      Timestamp: new Date(clock.now()),
      Unit: 'None',
      Sum: 18,
      Average: 3,
      Minimum: 1,
      Maximum: 5,
      SampleCount: 6,
    },
  ]);
});

test('a longer period aggregates its minutes', async () => {
  const { put, statistics, clock } = open();
  for (let minute = 0; minute < 6; minute++) {
    await put({ Value: minute, Unit: 'Count' });
    await clock.advance(minuteMs);
  }
  const sums = (await statistics(300))?.map(({ Sum, Unit }) => [Sum, Unit]);

  expect(sums).toEqual([
    [10, 'Count'],
    [5, 'Count'],
  ]);
});

test('dimensions identify metrics, in any order', async () => {
  const { put, statistics, client } = open();
  const Dimensions = [
    { Name: 'Label', Value: 'OnBoardingTransaction' },
    { Name: 'Environment', Value: 'prod' },
  ];
  await put({ Value: 1, Dimensions }, { Value: 1, Dimensions: Dimensions.toReversed() });
  const { Metrics } = await client.send(
    new ListMetricsCommand({ Namespace, Dimensions: [{ Name: 'Environment' }] }),
  );

  expect(await statistics()).toEqual([]);
  expect(await statistics(60, { Dimensions })).toMatchObject([{ Sum: 2 }]);
  expect(Metrics).toEqual([{ Namespace, MetricName, Dimensions }]);
});

test('metrics are listed page by page, until two weeks after their last value', async () => {
  const { client, put, clock } = open({ pageSize: 2 });
  await put({ MetricName: 'a', Value: 1 }, { MetricName: 'b', Value: 1 });
  await clock.advance(24 * 60 * minuteMs);
  await put({ MetricName: 'c', Value: 1 });
  const first = await client.send(new ListMetricsCommand({}));
  const second = await client.send(new ListMetricsCommand({ NextToken: first.NextToken }));
  await clock.advance(14 * 24 * 60 * minuteMs);
  const later = await client.send(new ListMetricsCommand({}));
  const names = [first, second, later].map(({ Metrics }) =>
    Metrics?.map((metric) => metric.MetricName),
  );

  expect(names).toEqual([['a', 'b'], ['c'], ['c']]);
});

test('several series are in one result, the newest value first', async () => {
  const { client, put, clock } = open();
  await put({ Value: 1 }, { MetricName: 'Other', Value: 5 });
  await clock.advance(minuteMs);
  await put({ Value: 2 });
  const query = (Id: string, name: string) => ({
    Id,
    MetricStat: { Metric: { Namespace, MetricName: name }, Period: 60, Stat: 'Sum' },
  });
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [query('one', MetricName), query('two', 'Other')],
      StartTime: new Date(clock.now() - 5 * minuteMs),
      EndTime: new Date(clock.now() + minuteMs),
    }),
  );

  expect(MetricDataResults?.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
    ['one', MetricName, [2, 1]],
    ['two', 'Other', [5]],
  ]);
});

test('old values are kept by the hour', async () => {
  const { put, statistics, clock } = open();
  const begin = clock.now();
  const count = 3_000;
  const minutes = Array.from({ length: count }, (_, minute) => begin + minute * minuteMs);
  await clock.advance(count * minuteMs);
  for (const part of [minutes.slice(0, 1_000), minutes.slice(1_000, 2_000), minutes.slice(2_000)]) {
    await put(...part.map((at) => ({ Value: 1, Timestamp: new Date(at) })));
  }
  const range = { StartTime: new Date(begin), EndTime: new Date(clock.now()) };
  const hours = await statistics(3_600, range);

  expect(hours?.map(({ Sum }) => Sum)).toEqual(Array(50).fill(60));
});

test.for<[string, Partial<MetricDatum>, string]>([
  ['no value', {}, 'MissingRequiredParameterException'],
  ['two kinds of value', { Value: 1, Values: [1] }, 'InvalidParameterCombinationException'],
  ['a value that is not a number', { Value: Number.NaN }, 'InvalidParameterValueException'],
  ['an unknown unit', { Value: 1, Unit: 'Beers' as never }, 'ValidationException'],
  [
    'a time three weeks ago',
    { Value: 1, Timestamp: new Date(Date.UTC(2025, 11, 10)) },
    'InvalidParameterValueException',
  ],
])('a datum with %s is refused', async ([, datum, name]) => {
  expect(await errorNameOf(open().put(datum))).toBe(name);
});

test('AWS’s own namespaces are refused', async () => {
  const { client } = open();
  const putting = client.send(
    new PutMetricDataCommand({ Namespace: 'AWS/EC2', MetricData: [{ MetricName, Value: 1 }] }),
  );

  expect(await errorNameOf(putting)).toBe('InvalidParameterValueException');
});
