import { describe, expect, test } from 'vitest';
import type { ServiceInput } from '../../../aws/generic-client.ts';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { minuteMs } from '../../../testing/durations.ts';
import { virtualClock } from '../../clock.ts';
import { type SimulatedEvent, simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const Namespace = 'SustainablePersonalAccount';
const MetricName = 'ExceptionsByLabel';

const alarm = {
  AlarmName: 'exceptions',
  Namespace,
  MetricName,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 3,
  ComparisonOperator: 'GreaterThanThreshold',
};

function open({ pageSize = 20 } = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const client = openServiceClient(organization, 'cloudwatch');
  const accountId = organization.managementAccountId;
  const putAlarm = (more: ServiceInput = {}) =>
    client.call('PutMetricAlarm', { ...alarm, ...more });
  const put = (...values: number[]) =>
    client.call('PutMetricData', {
      Namespace,
      MetricData: values.map((Value) => ({ MetricName, Value })),
    });
  const stateOf = async (AlarmName = 'exceptions') => {
    const { MetricAlarms } = await client.call('DescribeAlarms', { AlarmNames: [AlarmName] });
    const [found] = MetricAlarms as { StateValue: string; StateReason: string }[];
    return found;
  };
  /** Puts one value per minute, none where it is undefined, and returns the state after each. */
  const states = async (...values: (number | undefined)[]) => {
    const found: (string | undefined)[] = [];
    for (const value of values) {
      if (value !== undefined) await put(value);
      await clock.advance(minuteMs);
      found.push((await stateOf())?.StateValue);
    }
    return found;
  };
  return { organization, clock, client, accountId, putAlarm, put, stateOf, states };
}

/** A topic with a queue, in the account of the alarm. */
async function openWithTopic() {
  const opened = open();
  const { organization, accountId } = opened;
  const [sns, sqs] = [
    openServiceClient(organization, 'sns'),
    openServiceClient(organization, 'sqs'),
  ];
  const queueArn = `arn:aws:sqs:us-east-1:${accountId}:alarms`;
  const { TopicArn } = await sns.call('CreateTopic', { Name: 'alarms' });
  const topicArn = String(TopicArn);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
  };
  const { QueueUrl } = await sqs.call('CreateQueue', {
    QueueName: 'alarms',
    Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
  });
  await sns.call('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn });
  const notifications = async () => {
    const { Messages = [] } = await sqs.call('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
    });
    return (Messages as { Body: string }[]).map(({ Body }) => {
      const { Subject, Message } = JSON.parse(Body) as { Subject: string; Message: string };
      return { subject: Subject, message: JSON.parse(Message) as Record<string, unknown> };
    });
  };
  return { ...opened, topicArn, notifications };
}

describe('an alarm', () => {
  test('begins without a state, and is described with what was put', async () => {
    const { client, putAlarm, accountId, clock } = open();
    await putAlarm({ AlarmDescription: 'Too many exceptions' });

    expect(await client.call('DescribeAlarms')).toMatchObject({
      MetricAlarms: [
        {
          ...alarm,
          AlarmDescription: 'Too many exceptions',
          AlarmArn: `arn:aws:cloudwatch:us-east-1:${accountId}:alarm:exceptions`,
          ActionsEnabled: true,
          AlarmActions: [],
          Dimensions: [],
          StateValue: 'INSUFFICIENT_DATA',
          StateReason: 'Unchecked: Initial alarm creation',
          StateUpdatedTimestamp: new Date(clock.now()),
        },
      ],
      CompositeAlarms: [],
    });
  });

  test('changes with the values of each period', async () => {
    const { putAlarm, states, stateOf } = open();
    await putAlarm();
    const found = await states(4, 3, undefined);

    expect(found).toEqual(['ALARM', 'OK', 'INSUFFICIENT_DATA']);
    expect((await stateOf())?.StateReason).toBe('Insufficient Data: 1 datapoint was unknown.');
  });

  test('states its reason as AWS does', async () => {
    const { putAlarm, put, clock, stateOf } = open();
    await putAlarm({ EvaluationPeriods: 2, DatapointsToAlarm: 1 });
    await put(4, 0.5);
    await clock.advance(minuteMs);
    const before = (await stateOf())?.StateReason;
    await put(1);
    await clock.advance(minuteMs);
    await put(2);
    await clock.advance(minuteMs);

    expect([before, (await stateOf())?.StateReason]).toEqual([
      'Threshold Crossed: 1 out of the last 2 datapoints [4.5 (01/01/26 00:00:00)] was greater than the threshold (3.0) (minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition).',
      'Threshold Crossed: 2 out of the last 2 datapoints [2.0 (01/01/26 00:02:00), 1.0 (01/01/26 00:01:00)] were not greater than the threshold (3.0) (minimum 2 datapoints for ALARM -> OK transition).',
    ]);
  });

  test.for<[string, ServiceInput, (number | undefined)[], string[]]>([
    [
      '2 of 3 datapoints breach',
      { EvaluationPeriods: 3, DatapointsToAlarm: 2 },
      [9, 1, 9, 1, 1],
      ['INSUFFICIENT_DATA', 'OK', 'ALARM', 'OK', 'OK'],
    ],
    [
      'missing data breach',
      { TreatMissingData: 'breaching' },
      [1, undefined, 1],
      ['OK', 'ALARM', 'OK'],
    ],
    [
      'missing data do not breach',
      { TreatMissingData: 'notBreaching' },
      [undefined, 9, undefined],
      ['OK', 'ALARM', 'OK'],
    ],
    [
      'missing data are ignored',
      { TreatMissingData: 'ignore' },
      [9, undefined, undefined, 1, undefined],
      ['ALARM', 'ALARM', 'ALARM', 'OK', 'OK'],
    ],
    [
      'the only value is old enough, and the others are missing',
      { EvaluationPeriods: 3 },
      [9, undefined, undefined, undefined],
      ['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'ALARM', 'INSUFFICIENT_DATA'],
    ],
    [
      'values are too low',
      { ComparisonOperator: 'LessThanOrEqualToThreshold' },
      [4, 3],
      ['OK', 'ALARM'],
    ],
  ])('when %s changes as AWS documents', async ([, more, values, expected]) => {
    const { putAlarm, states } = open();
    await putAlarm(more);

    expect(await states(...values)).toEqual(expected);
  });

  test('needs no time of the clock while its metric is silent', async () => {
    const { organization, putAlarm, states } = open();
    await putAlarm();
    await states(1, undefined, undefined);

    expect(organization.nextDueMs()).toBeUndefined();
  });

  test('watches the metric with exactly its dimensions', async () => {
    const { putAlarm, states } = open();
    await putAlarm({ Dimensions: [{ Name: 'Environment', Value: 'Prod' }] });

    expect(await states(9, 9)).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
  });

  test('can be set by hand, until it is evaluated again', async () => {
    const { client, clock, putAlarm, stateOf } = open();
    await putAlarm();
    await client.call('SetAlarmState', {
      AlarmName: 'exceptions',
      StateValue: 'ALARM',
      StateReason: 'a drill',
    });
    const set = await stateOf();
    await clock.advance(minuteMs);

    expect(set).toMatchObject({ StateValue: 'ALARM', StateReason: 'a drill' });
    expect((await stateOf())?.StateValue).toBe('INSUFFICIENT_DATA');
  });

  test('keeps its history, the newest item first', async () => {
    const { client, putAlarm, states } = open();
    await putAlarm();
    await states(9, 1);
    const { AlarmHistoryItems } = await client.call('DescribeAlarmHistory', {
      AlarmName: 'exceptions',
    });
    const summaries = (AlarmHistoryItems as { HistorySummary: string }[]).map(
      ({ HistorySummary }) => HistorySummary,
    );

    expect(summaries).toEqual([
      'Alarm updated from ALARM to OK',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "exceptions" created',
    ]);
  });

  test('is listed page by page, by prefix and by state', async () => {
    const { client, putAlarm } = open({ pageSize: 2 });
    for (const AlarmName of ['a-1', 'a-2', 'a-3', 'b-1']) await putAlarm({ AlarmName });
    const names: unknown[] = [];
    for await (const { MetricAlarms } of client.pages('DescribeAlarms', {
      AlarmNamePrefix: 'a-',
    })) {
      names.push((MetricAlarms as { AlarmName: string }[]).map(({ AlarmName }) => AlarmName));
    }
    const inAlarm = await client.call('DescribeAlarms', { StateValue: 'ALARM' });

    expect(names).toEqual([['a-1', 'a-2'], ['a-3']]);
    expect(inAlarm.MetricAlarms).toEqual([]);
  });

  test('is deleted with all others of the call, or with none', async () => {
    const { client, putAlarm } = open();
    await putAlarm();
    const failed = await refusalOf(
      client.call('DeleteAlarms', { AlarmNames: ['exceptions', 'other'] }),
    );
    const { MetricAlarms } = await client.call('DescribeAlarms');
    await client.call('DeleteAlarms', { AlarmNames: ['exceptions'] });
    const after = await client.call('DescribeAlarms');

    expect(failed).toMatchObject({ name: 'ResourceNotFound' });
    expect(MetricAlarms).toHaveLength(1);
    expect(after.MetricAlarms).toEqual([]);
  });

  test.for<[string, ServiceInput, string]>([
    ['a period of 90 seconds', { Period: 90 }, 'ValidationException'],
    ['more than a day', { EvaluationPeriods: 1_500 }, 'ValidationException'],
    ['2 of 1 datapoints', { DatapointsToAlarm: 2 }, 'ValidationException'],
    ['an unknown comparison', { ComparisonOperator: 'Equals' }, 'ValidationException'],
    ['no metric', { MetricName: undefined }, 'MissingRequiredParameterException'],
    ['a percentile', { ExtendedStatistic: 'p99' }, 'NotImplemented'],
    [
      'an action on an instance',
      { AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] },
      'NotImplemented',
    ],
  ])('with %s is refused', async ([, more, name]) => {
    expect(await errorNameOf(open().putAlarm(more))).toBe(name);
  });

  test('of another account is not visible, and needs a permission on its name', async () => {
    const { organization, putAlarm } = open();
    await putAlarm();
    const { id } = organization.addAccount({ name: 'other' });
    const { roleArn } = organization.addAccount({
      name: 'limited',
      role: {
        inlinePolicies: {
          alarms: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'cloudwatch:PutMetricAlarm',
                Resource: 'arn:aws:cloudwatch:*:*:alarm:mine-*',
              },
            ],
          },
        },
        managedPolicies: [],
      },
    });
    const other = openServiceClient(organization, 'cloudwatch', {
      principal: administratorArn(id),
    });
    const limited = openServiceClient(organization, 'cloudwatch', { principal: roleArn });
    await limited.call('PutMetricAlarm', { ...alarm, AlarmName: 'mine-1' });

    expect((await other.call('DescribeAlarms')).MetricAlarms).toEqual([]);
    expect(await errorNameOf(limited.call('PutMetricAlarm', alarm))).toMatch(/AccessDenied/);
  });
});

describe('a change of its state', () => {
  test('is published to the topics of the new state', async () => {
    const { putAlarm, put, clock, accountId, topicArn, notifications } = await openWithTopic();
    await putAlarm({ AlarmActions: [topicArn], AlarmDescription: 'Too many exceptions' });
    await put(9);
    await clock.advance(minuteMs);

    expect(await notifications()).toEqual([
      {
        subject: 'ALARM: "exceptions" in US East (N. Virginia)',
        message: {
          AlarmName: 'exceptions',
          AlarmDescription: 'Too many exceptions',
          AWSAccountId: accountId,
          AlarmConfigurationUpdatedTimestamp: '2026-01-01T00:00:00.000+0000',
          NewStateValue: 'ALARM',
          NewStateReason:
            'Threshold Crossed: 1 out of the last 1 datapoints [9.0 (01/01/26 00:00:00)] was greater than the threshold (3.0) (minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition).',
          StateChangeTime: '2026-01-01T00:01:00.000+0000',
          Region: 'US East (N. Virginia)',
          AlarmArn: `arn:aws:cloudwatch:us-east-1:${accountId}:alarm:exceptions`,
          OldStateValue: 'INSUFFICIENT_DATA',
          OKActions: [],
          AlarmActions: [topicArn],
          InsufficientDataActions: [],
          Trigger: {
            MetricName,
            Namespace,
            StatisticType: 'Statistic',
            Statistic: 'SUM',
            Unit: null,
            Dimensions: [],
            Period: 60,
            EvaluationPeriods: 1,
            ComparisonOperator: 'GreaterThanThreshold',
            Threshold: 3,
            TreatMissingData: 'missing',
            EvaluateLowSampleCountPercentile: '',
          },
        },
      },
    ]);
  });

  test('is published once, as long as the state stays', async () => {
    const { putAlarm, states, topicArn, notifications } = await openWithTopic();
    await putAlarm({ AlarmActions: [topicArn], OKActions: [topicArn] });
    await states(9, 9, 1, 1);
    const subjects = (await notifications()).map(({ subject }) => subject.split(':')[0]);

    expect(subjects).toEqual(['ALARM', 'OK']);
  });

  test('is not published while actions are disabled', async () => {
    const { client, putAlarm, states, topicArn, notifications } = await openWithTopic();
    await putAlarm({ AlarmActions: [topicArn] });
    await client.call('DisableAlarmActions', { AlarmNames: ['exceptions'] });
    await states(9);

    expect(await notifications()).toEqual([]);
  });

  test('is an event on the default bus', async () => {
    const { organization, putAlarm, put, clock, accountId } = open();
    const events: SimulatedEvent[] = [];
    const { arn } = organization.addFunction({
      accountId,
      region: 'us-east-1',
      name: 'onAlarm',
      handle: async (event) => void events.push(event as SimulatedEvent),
    });
    const bus = openServiceClient(organization, 'events');
    await bus.call('PutRule', {
      Name: 'alarms',
      EventPattern: JSON.stringify({
        source: ['aws.cloudwatch'],
        detail: { state: { value: ['ALARM'] } },
      }),
    });
    await bus.call('PutTargets', { Rule: 'alarms', Targets: [{ Id: '1', Arn: arn }] });
    await putAlarm({ Dimensions: [] });
    await put(9);
    await clock.advance(2 * minuteMs);
    organization.settle();
    await clock.advance(0);

    expect(events).toMatchObject([
      {
        'detail-type': 'CloudWatch Alarm State Change',
        source: 'aws.cloudwatch',
        resources: [`arn:aws:cloudwatch:us-east-1:${accountId}:alarm:exceptions`],
        detail: {
          alarmName: 'exceptions',
          state: { value: 'ALARM', timestamp: '2026-01-01T00:01:00.000+0000' },
          previousState: { value: 'INSUFFICIENT_DATA' },
          configuration: {
            metrics: [
              {
                metricStat: {
                  metric: { namespace: Namespace, name: MetricName, dimensions: {} },
                  period: 60,
                  stat: 'Sum',
                },
                returnData: true,
              },
            ],
          },
        },
      },
    ]);
  });
});

test('alarms have tags', async () => {
  const { client, putAlarm, accountId } = open();
  await putAlarm({ Tags: [{ Key: 'team', Value: 'red' }] });
  const ResourceARN = `arn:aws:cloudwatch:us-east-1:${accountId}:alarm:exceptions`;
  await client.call('TagResource', { ResourceARN, Tags: [{ Key: 'owner', Value: 'maria' }] });
  await client.call('UntagResource', { ResourceARN, TagKeys: ['team'] });
  const missing = client.call('ListTagsForResource', { ResourceARN: `${ResourceARN}-2` });

  expect(await client.call('ListTagsForResource', { ResourceARN })).toMatchObject({
    Tags: [{ Key: 'owner', Value: 'maria' }],
  });
  expect(await errorNameOf(missing)).toBe('ResourceNotFound');
});

test('alarms on several alarms, logs and anomalies are refused by name', async () => {
  const { client, putAlarm } = open();
  const composite = client.call('PutCompositeAlarm', { AlarmName: 'both', AlarmRule: 'TRUE' });
  const anomaly = putAlarm({ ComparisonOperator: 'GreaterThanUpperThreshold' });

  expect(await errorNameOf(composite)).toBe('NotImplemented');
  expect(await errorNameOf(anomaly)).toBe('NotImplemented');
});
