import { expect, test } from 'vitest';
import type { ServiceInput } from '../../aws/generic-client.ts';
import { openServiceClient } from '../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../testing/call-errors.ts';
import { virtualClock } from '../clock.ts';
import { simulateOrganization } from '../index.ts';
import { noLimits } from '../limits.ts';

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
    CalculatedSpend: { ActualSpend: { Amount: '0.0', Unit: 'USD' } },
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
