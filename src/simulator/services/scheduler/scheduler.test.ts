import { beforeEach, expect, test } from 'vitest';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { type VirtualClock, virtualClock } from '../../clock.ts';
import { driveUntil } from '../../drive.ts';
import { noLimits } from '../../limits.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../simulate-organization.ts';

const start = Date.UTC(2026, 2, 28, 12);
const hourMs = 3_600_000;
const minuteMs = 60_000;

let clock: VirtualClock;
let organization: SimulatedOrganization;
let scheduler: GenericCalls;

beforeEach(async () => {
  clock = virtualClock(start);
  organization = simulateOrganization({ clock, limits: noLimits });
  scheduler = client('scheduler');
  await createRole('scheduler.amazonaws.com');
  for (const QueueName of ['work', 'letters'])
    await client('sqs').call('CreateQueue', { QueueName });
});

const client = (service: string) => openServiceClient(organization, service);
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:${organization.managementAccountId}:${name}`;
const roleArn = () => `arn:aws:iam::${organization.managementAccountId}:role/schedules`;

async function createRole(Service: string, Action = 'sqs:*'): Promise<void> {
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const iam = client('iam');
  await iam.call('CreateRole', {
    RoleName: 'schedules',
    AssumeRolePolicyDocument: statement({ Principal: { Service }, Action: 'sts:AssumeRole' }),
  });
  await permit(Action);
}

async function permit(Action: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  await client('iam').call('PutRolePolicy', {
    RoleName: 'schedules',
    PolicyName: 'all',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
}

const target = (more: object = {}) => ({
  Arn: arnOf('work'),
  RoleArn: roleArn(),
  Input: '{"n":1}',
  ...more,
});

const create = (ScheduleExpression: string, more: object = {}) =>
  scheduler.call('CreateSchedule', {
    Name: 'one',
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: target(),
    ...more,
  });

interface Sent {
  readonly Body: string;
  readonly Attributes: { readonly SentTimestamp: string };
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

async function messages(name = 'work'): Promise<readonly Sent[]> {
  const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${organization.managementAccountId}/${name}`;
  const { Messages = [] } = await client('sqs').call('ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: 10,
    AttributeNames: ['SentTimestamp'],
    MessageAttributeNames: ['All'],
  });
  return Messages as Sent[];
}

const times = async () =>
  (await messages())
    .map(({ Attributes }) => new Date(Number(Attributes.SentTimestamp)).toISOString())
    .toSorted();

const drive = (ms: number) => driveUntil({ organization, clock }, clock.now() + ms);

test('a rate begins at once, or at its start, and ends at its end', async () => {
  await create('rate(1 hour)', { EndDate: new Date(start + 2 * hourMs) });
  await create('rate(2 hours)', { Name: 'two', StartDate: new Date(start + 90 * minuteMs) });
  await drive(4 * hourMs);

  expect(await times()).toEqual([
    '2026-03-28T12:00:00.000Z',
    '2026-03-28T13:00:00.000Z',
    '2026-03-28T13:30:00.000Z',
    '2026-03-28T14:00:00.000Z',
    '2026-03-28T15:30:00.000Z',
  ]);
  expect((await messages()).map(({ Body }) => Body)).toEqual([]);
});

test('a cron expression follows the time zone through the change to summer time', async () => {
  await create('cron(0 9 * * ? *)', { ScheduleExpressionTimezone: 'Europe/Berlin' });
  await create('cron(0 20 * * ? *)', {
    Name: 'evening',
    ScheduleExpressionTimezone: 'Europe/Berlin',
  });
  await drive(30 * hourMs);

  // 20:00 in winter, 9:00 in summer: the clocks change in the night between.
  expect(await times()).toEqual([
    '2026-03-28T19:00:00.000Z',
    '2026-03-29T07:00:00.000Z',
    '2026-03-29T18:00:00.000Z',
  ]);
});

test('a schedule for one time happens once, and deletes itself if it says so', async () => {
  await create('at(2026-03-28T15:30:00)', { ActionAfterCompletion: 'DELETE' });
  await drive(24 * hourMs);

  expect(await times()).toEqual(['2026-03-28T15:30:00.000Z']);
  await expect(scheduler.call('GetSchedule', { Name: 'one' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a target is invoked within the flexible window', async () => {
  await create('at(2026-03-28T13:00:00)', {
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
  });
  await drive(2 * hourMs);

  const [time = ''] = await times();
  expect(Date.parse(time)).toBeGreaterThan(start + hourMs);
  expect(Date.parse(time)).toBeLessThan(start + 1.5 * hourMs);
});

test('an invocation without permission is tried again, and then goes to the dead letters', async () => {
  await permit('sqs:Nothing');
  await create('at(2026-03-28T13:00:00)');
  await drive(hourMs + 2 * minuteMs);
  await permit('sqs:*');
  await drive(10 * minuteMs);
  const late = await times();
  await create('at(2026-03-28T15:00:00)', {
    Name: 'two',
    Target: target({
      Arn: arnOf('missing'),
      DeadLetterConfig: { Arn: arnOf('letters') },
      RetryPolicy: { MaximumRetryAttempts: 2 },
    }),
  });
  await drive(4 * hourMs);
  const [letter] = await messages('letters');

  expect(late.length).toBe(1);
  expect(letter?.Body).toBe('{"n":1}');
  expect(letter?.MessageAttributes?.RETRY_ATTEMPTS?.StringValue).toBe('2');
  expect(letter?.MessageAttributes?.TARGET_ARN?.StringValue).toBe(arnOf('missing'));
});

test('a universal target calls an operation with its input', async () => {
  const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${organization.managementAccountId}/work`;
  await create('at(2026-03-28T13:00:00)', {
    Target: target({
      Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
      Input: JSON.stringify({ QueueUrl, MessageBody: 'universal' }),
    }),
  });
  await drive(2 * hourMs);

  expect((await messages()).map(({ Body }) => Body)).toEqual(['universal']);
});

test('a disabled or deleted schedule is not invoked, and a group takes its schedules with it', async () => {
  await scheduler.call('CreateScheduleGroup', { Name: 'team', Tags: [{ Key: 'a', Value: 'b' }] });
  await create('rate(1 minute)', { State: 'DISABLED' });
  await create('rate(1 hour)', { GroupName: 'team', StartDate: new Date(start + hourMs) });
  const { Schedules } = await scheduler.call('ListSchedules', { GroupName: 'team' });
  await scheduler.call('DeleteScheduleGroup', { Name: 'team' });
  await drive(3 * hourMs);

  expect(
    (Schedules as { Name: string; GroupName: string }[]).map(({ Name, GroupName }) => [
      GroupName,
      Name,
    ]),
  ).toEqual([['team', 'one']]);
  expect(await times()).toEqual([]);
});

test.for([
  ['an expression', { ScheduleExpression: 'every day' }, /Invalid Schedule Expression every day/],
  ['a time zone', { ScheduleExpressionTimezone: 'Mars/Base' }, /Mars\/Base/],
  ['a window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, /MaximumWindowInMinutes/],
  [
    'a target',
    {
      Target: {
        Arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/a',
        RoleArn: 'arn:aws:iam::111122223333:role/a',
      },
    },
    /does not know the target/,
  ],
] as const)('%s that is not valid is refused', async ([, more, message]) => {
  await expect(create('rate(1 hour)', more)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });
});

test('a role that does not trust the scheduler is refused', async () => {
  await client('iam').call('UpdateAssumeRolePolicy', {
    RoleName: 'schedules',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });

  await expect(create('rate(1 hour)')).rejects.toMatchObject({
    message:
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  });
});

test('a stack has schedules in a group, and takes them with it', async () => {
  const cloudformation = client('cloudformation');
  const template = (ScheduleExpression: string) =>
    JSON.stringify({
      Resources: {
        Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'team' } },
        Schedule: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            GroupName: { Ref: 'Group' },
            ScheduleExpression,
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: target(),
          },
        },
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Schedule', 'Arn'] } } },
    });
  const listed = async () => {
    const { Schedules } = await scheduler.call('ListSchedules', { GroupName: 'team' });
    const [found] = Schedules as { Name: string; Arn: string }[];
    const { ScheduleExpression } = found
      ? await scheduler.call('GetSchedule', { GroupName: 'team', Name: found.Name })
      : {};
    return ScheduleExpression;
  };
  const StackName = 'schedules';
  await cloudformation.call('CreateStack', { StackName, TemplateBody: template('rate(1 day)') });
  await drive(10 * minuteMs);
  const created = await listed();
  await cloudformation.call('UpdateStack', { StackName, TemplateBody: template('rate(2 days)') });
  await drive(10 * minuteMs);
  const updated = await listed();
  await cloudformation.call('DeleteStack', { StackName });
  await drive(10 * minuteMs);
  const { ScheduleGroups } = await scheduler.call('ListScheduleGroups', {});

  expect([created, updated]).toEqual(['rate(1 day)', 'rate(2 days)']);
  expect((ScheduleGroups as { Name: string }[]).map(({ Name }) => Name)).toEqual(['default']);
});
