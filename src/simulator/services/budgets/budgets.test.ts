import { expect, test } from 'vitest';
import type { ServiceInput } from '../../../aws/generic-client.ts';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { dayMs, hourMs } from '../../../testing/durations.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
  ThresholdType: 'PERCENTAGE',
};
const maria = { SubscriptionType: 'EMAIL', Address: 'maria@example.com' };
const topic = { SubscriptionType: 'SNS', Address: 'arn:aws:sns:us-east-1:111122223333:alerts' };

function open({ pageSize = 20 } = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const client = openServiceClient(organization, 'budgets');
  const AccountId = organization.managementAccountId;
  const call = (operation: string, input: ServiceInput = {}) =>
    client.call(operation, { AccountId, ...input });
  const create = (BudgetName = 'SPA-budget', Amount = '500', more: ServiceInput = {}) =>
    call('CreateBudget', {
      Budget: {
        BudgetName,
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount, Unit: 'USD' },
      },
      ...more,
    });
  return { organization, client, call, create, clock, AccountId };
}

test('a budget is described with AWS’s defaults, and its amount in AWS’s notation', async () => {
  const { call, create, clock } = open();
  await create();
  const { Budget } = await call('DescribeBudget', { BudgetName: 'SPA-budget' });

  expect(Budget).toEqual({
    BudgetName: 'SPA-budget',
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: '500.0', Unit: 'USD' },
    CostFilters: {},
    CostTypes: {
      IncludeTax: true,
      IncludeSubscription: true,
      UseBlended: false,
      IncludeRefund: true,
      IncludeCredit: true,
      IncludeUpfront: true,
      IncludeRecurring: true,
      IncludeOtherSubscription: true,
      IncludeSupport: true,
      IncludeDiscount: true,
      UseAmortized: false,
    },
    TimePeriod: { Start: new Date(Date.UTC(2026, 0, 1)), End: new Date(Date.UTC(2087, 5, 15)) },
    CalculatedSpend: {
      ActualSpend: { Amount: '0.0', Unit: 'USD' },
      ForecastedSpend: { Amount: expect.stringMatching(/^\d+\.\d{1,3}$/), Unit: 'USD' },
    },
    LastUpdatedTime: new Date(clock.now()),
    HealthStatus: { Status: 'HEALTHY', LastUpdatedTime: new Date(clock.now()) },
  });
});

test.for([
  ['200', '200.0'],
  ['200.00', '200.0'],
  ['0.50', '0.5'],
  ['007', '7.0'],
])('the amount %s is returned as %s', async ([amount, reported]) => {
  const { call, create } = open();
  await create('one', amount);

  expect(await call('DescribeBudget', { BudgetName: 'one' })).toMatchObject({
    Budget: { BudgetLimit: { Amount: reported, Unit: 'USD' } },
  });
});

test('a name is unique, and free again after deletion', async () => {
  const { call, create, AccountId } = open();
  await create();
  const second = await errorNameOf(create());
  await call('DeleteBudget', { BudgetName: 'SPA-budget' });
  const missing = await refusalOf(call('DescribeBudget', { BudgetName: 'SPA-budget' }));
  const { Budgets } = await call('DescribeBudgets');
  await create();

  expect(second).toBe('DuplicateRecordException');
  expect(Budgets).toBeUndefined();
  expect(missing).toEqual({
    name: 'NotFoundException',
    message: `Unable to get budget: SPA-budget - the budget doesn't exist, for account: ${AccountId}.`,
    status: 400,
  });
});

test('budgets are listed page by page', async () => {
  const { client, create, AccountId } = open({ pageSize: 2 });
  for (const name of ['a', 'b', 'c']) await create(name);
  const names: unknown[] = [];
  for await (const { Budgets } of client.pages('DescribeBudgets', { AccountId })) {
    names.push((Budgets as { BudgetName: string }[]).map(({ BudgetName }) => BudgetName));
  }

  expect(names).toEqual([['a', 'b'], ['c']]);
});

test('an update replaces the budget and leaves its notifications', async () => {
  const { call, create } = open();
  await create('one', '500', {
    NotificationsWithSubscribers: [{ Notification: notification, Subscribers: [maria] }],
  });
  await call('UpdateBudget', {
    NewBudget: {
      BudgetName: 'one',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '800', Unit: 'USD' },
      CostTypes: { IncludeCredit: false },
    },
  });

  expect(await call('DescribeBudget', { BudgetName: 'one' })).toMatchObject({
    Budget: {
      BudgetLimit: { Amount: '800.0', Unit: 'USD' },
      CostTypes: { IncludeCredit: false, IncludeRefund: true },
    },
  });
  expect(await call('DescribeNotificationsForBudget', { BudgetName: 'one' })).toMatchObject({
    Notifications: [{ ...notification, NotificationState: 'OK' }],
  });
});

test('notifications and subscribers change one by one', async () => {
  const { call, create } = open();
  await create('one');
  const budget = { BudgetName: 'one' };
  await call('CreateNotification', { ...budget, Notification: notification, Subscribers: [maria] });
  const again = await errorNameOf(
    call('CreateNotification', { ...budget, Notification: notification, Subscribers: [topic] }),
  );
  const higher = { ...notification, Threshold: 90 };
  await call('UpdateNotification', {
    ...budget,
    OldNotification: notification,
    NewNotification: higher,
  });
  await call('CreateSubscriber', { ...budget, Notification: higher, Subscriber: topic });
  const jonas = { ...maria, Address: 'jonas@example.com' };
  await call('UpdateSubscriber', {
    ...budget,
    Notification: higher,
    OldSubscriber: maria,
    NewSubscriber: jonas,
  });
  const reported = await call('DescribeSubscribersForNotification', {
    ...budget,
    Notification: higher,
  });
  await call('DeleteSubscriber', { ...budget, Notification: higher, Subscriber: topic });
  const last = await errorNameOf(
    call('DeleteSubscriber', { ...budget, Notification: higher, Subscriber: jonas }),
  );
  await call('DeleteNotification', { ...budget, Notification: higher });
  const deleted = await errorNameOf(
    call('DeleteNotification', { ...budget, Notification: higher }),
  );

  expect(again).toBe('DuplicateRecordException');
  expect(reported.Subscribers).toEqual([jonas, topic]);
  expect(last).toBe('InvalidParameterException');
  expect(deleted).toBe('NotFoundException');
});

test.for<[string, ServiceInput]>([
  ['no limit', { BudgetLimit: undefined }],
  ['an invalid amount', { BudgetLimit: { Amount: 'much', Unit: 'USD' } }],
  ['an unknown time unit', { TimeUnit: 'HOURLY' }],
  ['a name with a colon', { BudgetName: 'a:b' }],
])('a budget with %s is refused', async ([, more]) => {
  const { call } = open();
  const budget = {
    BudgetName: 'one',
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: '1', Unit: 'USD' },
  };

  expect(await errorNameOf(call('CreateBudget', { Budget: { ...budget, ...more } }))).toBe(
    'InvalidParameterException',
  );
});

test('budgets of other accounts are not readable', async () => {
  const { client, organization } = open();
  const { id } = organization.addAccount({ name: 'other' });

  expect(await errorNameOf(client.call('DescribeBudgets', { AccountId: id }))).toBe(
    'AccessDeniedException',
  );
});

interface AlertedOptions {
  readonly notifications?: readonly object[];
  readonly policy?: object;
}

const ninePercent = { ...notification, Threshold: 9 };

/** A member with a budget of 200 USD, whose topic reaches the queue for alerts of the automation account. */
async function openWithAlerts({ notifications = [notification], policy }: AlertedOptions = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits: noLimits });
  const member = organization.addAccount({ name: 'red' });
  const automation = organization.addAccount({ name: 'automation' });
  const inMember = (service: string) =>
    openServiceClient(organization, service, { principal: administratorArn(member.id) });
  const inAutomation = (service: string) =>
    openServiceClient(organization, service, { principal: administratorArn(automation.id) });
  const topicArn = `arn:aws:sns:us-east-1:${member.id}:SpaAlertTopic`;
  const queueArn = `arn:aws:sqs:us-east-1:${automation.id}:ProdAlerts`;
  const statement = (Resource: string, more: object) => ({ Effect: 'Allow', Resource, ...more });
  const fromBudgets = {
    Principal: { Service: 'budgets.amazonaws.com' },
    Action: 'SNS:Publish',
    Condition: { StringEquals: { 'aws:SourceAccount': member.id } },
  };
  const subscribing = {
    Principal: { AWS: `arn:aws:iam::${automation.id}:root` },
    Action: 'SNS:Subscribe',
  };
  await inMember('sns').call('CreateTopic', {
    Name: 'SpaAlertTopic',
    Attributes: {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [statement(topicArn, policy ?? fromBudgets), statement(topicArn, subscribing)],
      }),
    },
  });
  const { QueueUrl } = await inAutomation('sqs').call('CreateQueue', {
    QueueName: 'ProdAlerts',
    Attributes: {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          statement(queueArn, {
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { StringEquals: { 'aws:SourceOrgID': organization.id } },
          }),
        ],
      }),
    },
  });
  await inAutomation('sns').call('Subscribe', {
    TopicArn: topicArn,
    Protocol: 'sqs',
    Endpoint: queueArn,
  });
  await inMember('budgets').call('CreateBudget', {
    AccountId: member.id,
    Budget: {
      BudgetName: 'SpaBudget',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '1200', Unit: 'USD' },
      CostTypes: { IncludeCredit: false },
    },
    NotificationsWithSubscribers: notifications.map((one) => ({
      Notification: one,
      Subscribers: [maria, { SubscriptionType: 'SNS', Address: topicArn }],
    })),
  });
  const alerts = async () => {
    const { Messages = [] } = await inAutomation('sqs').call('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
    });
    const received = Messages as { Body: string; ReceiptHandle: string }[];
    for (const { ReceiptHandle } of received) {
      await inAutomation('sqs').call('DeleteMessage', { QueueUrl, ReceiptHandle });
    }
    return received.map(({ Body }) => JSON.parse(Body) as { Subject: string; Message: string });
  };
  const spend = (day: string, amount: string, recordType = 'Usage') =>
    organization.addCost({ account: member.id, day, amount, recordType });
  organization.setCosts([]);
  const describe = async () => {
    const input = { AccountId: member.id, BudgetName: 'SpaBudget' };
    const { Budget } = await inMember('budgets').call('DescribeBudget', input);
    const { Notifications } = await inMember('budgets').call(
      'DescribeNotificationsForBudget',
      input,
    );
    return {
      spend: (Budget as { CalculatedSpend: object }).CalculatedSpend,
      states: (Notifications as { NotificationState: string }[]).map(
        ({ NotificationState }) => NotificationState,
      ),
    };
  };
  return { organization, clock, member, topicArn, inMember, alerts, spend, describe };
}

test('a budget that passes its threshold reaches the queue of the automation account', async () => {
  const { clock, alerts, spend, member, topicArn } = await openWithAlerts();
  spend('2026-01-01', '1000.005');
  const early = await alerts();
  await clock.advance(12 * hourMs);

  expect(early).toEqual([]);
  expect(await alerts()).toEqual([
    {
      Type: 'Notification',
      MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      TopicArn: topicArn,
      Subject: 'AWS Budgets: SpaBudget has exceeded your alert threshold',
      Message: `AWS Budget Notification January 01, 2026
AWS Account ${member.id}

Dear AWS Customer,

You requested that we alert you when the ACTUAL Cost associated with your SpaBudget budget is greater than $960.00 for the current month. The ACTUAL Cost associated with this budget is $1,000.01. You can find additional details below and by accessing the AWS Budgets dashboard [1].

Budget Name: SpaBudget
Budget Type: Cost
Budgeted Amount: $1,200.00
Alert Type: ACTUAL
Alert Threshold: > $960.00
ACTUAL Amount: $1,000.01

[1] https://console.aws.amazon.com/billing/home#/budgets
`,
      Timestamp: '2026-01-01T12:00:00.000Z',
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: expect.stringMatching(/^https:\/\/sns.us-east-1.amazonaws.com\/.*\.pem$/),
      UnsubscribeURL: expect.stringContaining(`SubscriptionArn=${topicArn}:`),
    },
  ]);
});

test('a notification is mailed to its addresses', async () => {
  const { organization, clock, spend, member } = await openWithAlerts();
  spend('2026-01-01', '1000');
  await clock.advance(12 * hourMs);
  organization.settle();
  while (organization.running() > 0) await new Promise(setImmediate);
  const [mail] = organization.mail.received();

  expect(mail).toMatchObject({
    accountId: member.id,
    sentBy: 'budgets',
    from: 'budgets@costalerts.amazonaws.com',
    recipients: ['maria@example.com'],
  });
  expect(Buffer.from(mail?.raw ?? []).toString()).toContain('Alert Threshold: > $960.00');
});

test('a notification is sent once in a period, and again in the next one', async () => {
  const { clock, alerts, spend } = await openWithAlerts();
  const counts: number[] = [];
  for (const day of ['2026-01-01', '2026-01-15', '2026-02-10']) {
    spend(day, '1000');
    await clock.advance(Date.parse(day) + dayMs - clock.now());
    counts.push((await alerts()).length);
  }

  expect(counts).toEqual([1, 0, 1]);
});

test('each threshold of a budget is sent by itself; its state is described', async () => {
  const { clock, alerts, spend, describe } = await openWithAlerts({
    notifications: [notification, ninePercent],
  });
  spend('2026-01-01', '110.1236');
  await clock.advance(dayMs);
  const [first] = await alerts();
  const early = await describe();
  spend('2026-01-02', '900');
  await clock.advance(dayMs);
  const [second] = await alerts();

  expect(first?.Message).toContain('Alert Threshold: > $108.00\nACTUAL Amount: $110.12\n');
  expect(second?.Message).toContain('Alert Threshold: > $960.00\nACTUAL Amount: $1,010.12\n');
  expect(early).toEqual({
    spend: { ActualSpend: { Amount: '110.124', Unit: 'USD' } },
    states: ['OK', 'ALARM'],
  });
});

test('what a budget excludes does not count', async () => {
  const { clock, spend, describe } = await openWithAlerts();
  spend('2026-01-01', '50');
  spend('2026-01-01', '-20', 'Credit');
  spend('2026-01-01', '-5', 'Refund');
  await clock.advance(dayMs);

  expect((await describe()).spend).toEqual({ ActualSpend: { Amount: '45.0', Unit: 'USD' } });
});

test('a forecast is sent after five weeks of costs', async () => {
  const forecasted = { ...notification, NotificationType: 'FORECASTED', Threshold: 100 };
  const { clock, alerts, spend } = await openWithAlerts({ notifications: [forecasted] });
  for (let day = 0; day < 40; day++) {
    spend(new Date(clock.now() + day * dayMs).toISOString().slice(0, 10), '60');
  }
  await clock.advance(34 * dayMs);
  const early = await alerts();
  await clock.advance(2 * dayMs);
  const [alert] = await alerts();

  expect(early).toEqual([]);
  expect(alert?.Subject).toBe(
    'AWS Budgets: SpaBudget is forecasted to exceed your alert threshold',
  );
  expect(alert?.Message).toContain('Alert Type: FORECASTED\nAlert Threshold: > $1,200.00\n');
  expect(alert?.Message).toContain('FORECASTED Amount: $1,680.00\n');
});

test('a topic that does not admit Budgets for this account gets nothing', async () => {
  const { clock, alerts, spend } = await openWithAlerts({
    policy: {
      Principal: { Service: 'budgets.amazonaws.com' },
      Action: 'SNS:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
    },
  });
  spend('2026-01-01', '1000');
  await clock.advance(dayMs);

  expect(await alerts()).toEqual([]);
});

test('nothing is sent for a deleted budget', async () => {
  const { clock, alerts, spend, member, inMember } = await openWithAlerts();
  spend('2026-01-01', '1000');
  const input = { AccountId: member.id, BudgetName: 'SpaBudget' };
  await inMember('budgets').call('DeleteBudget', input);
  await clock.advance(dayMs);

  expect(await alerts()).toEqual([]);
});

test.for<[string, ServiceInput]>([
  ['usage', { BudgetType: 'USAGE' }],
  ['amortized costs', { CostTypes: { UseAmortized: true } }],
  ['an availability zone', { CostFilters: { AZ: ['us-east-1a'] } }],
])('a budget of %s is refused by name', async ([, more]) => {
  const { call } = open();
  const budget = {
    BudgetName: 'one',
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: '1', Unit: 'USD' },
  };

  expect(await errorNameOf(call('CreateBudget', { Budget: { ...budget, ...more } }))).toBe(
    'NotImplemented',
  );
});

test('budget actions and histories are refused by name', async () => {
  const { call } = open();
  const operations = ['DescribeBudgetActionsForAccount', 'DescribeBudgetPerformanceHistory'];
  const names = operations.map((operation) => errorNameOf(call(operation, { BudgetName: 'one' })));

  expect(await Promise.all(names)).toEqual(['NotImplemented', 'NotImplemented']);
});
