/** The preparation end to end: real awscli, run from the project's own buildspec. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  isMissing,
  openRealTools,
  type RealToolsEnvironment,
  realTools,
  region,
} from '../../testing/real-tools.ts';

describe.skipIf(isMissing)(realTools, { timeout: 300_000 }, () => {
  let bench: RealToolsEnvironment;
  beforeEach(async () => {
    bench = await openRealTools();
  });
  afterEach(() => bench.close());

  test('the budget and the hours of instances are created, and corrected in the next cycle', async () => {
    const first = await bench.build('preparation', { BUDGET_AMOUNT: '500.0' });
    expect(first).toMatchObject({ buildStatus: 'SUCCEEDED' });
    const TopicArn = `arn:aws:sns:${region}:${bench.accountId}:SpaAlertTopic`;
    const alert = { type: 'ACTUAL', operator: 'GREATER_THAN' };
    const seen = (email: string) => [`EMAIL ${email}`, `SNS ${TopicArn}`];
    expect(await budget(bench)).toEqual({
      amount: 500,
      alerts: [{ ...alert, threshold: 80, subscribers: seen('alice@example.com') }],
    });

    // However the amount is written, nothing differs.
    const again = await bench.build('preparation', {
      BUDGET_AMOUNT: '500',
      WITH_START_STOP_EC2_INSTANCES: 'enabled',
    });
    expect(again).toMatchObject({ buildStatus: 'SUCCEEDED' });
    expect(again.log).not.toMatch(/^budget SpaBudget: /m);
    expect(await hours(bench)).toEqual([
      ['SpaEventsRuleForInstanceStart', 'cron(0 5 ? * MON-FRI *)', 'start stopped'],
      ['SpaEventsRuleForInstanceStop', 'cron(0 21 ? * MON-FRI *)', 'stop running'],
    ]);

    const changed = await bench.build('preparation', {
      BUDGET_AMOUNT: '300',
      ALERT_THRESHOLD: '90',
      BUDGET_EMAIL: 'bob@example.com',
    });
    expect(changed).toMatchObject({ buildStatus: 'SUCCEEDED' });
    expect(changed.log).toMatch(/^budget SpaBudget: changed from 500(\.0)? to 300$/m);
    expect(await budget(bench)).toEqual({
      amount: 300,
      alerts: [{ ...alert, threshold: 90, subscribers: seen('bob@example.com') }],
    });
    expect(await hours(bench)).toEqual([]);
    const { PasswordPolicy } = await bench.holder('iam').call('GetAccountPasswordPolicy');
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 24, MaxPasswordAge: 90 });
    expect(bench.reportsOf('PreparationReport').at(-1)).toBe(
      'budget of 300 USD alerts bob@example.com at 90 percent',
    );
  });

  test('a holder’s own alert is kept next to ours', async () => {
    await bench.build('preparation', {});
    await bench.holder('budgets').call('CreateNotification', {
      AccountId: bench.accountId,
      BudgetName: 'SpaBudget',
      Notification: {
        NotificationType: 'ACTUAL',
        ComparisonOperator: 'GREATER_THAN',
        Threshold: 50,
        ThresholdType: 'PERCENTAGE',
      },
      Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'me@example.com' }],
    });
    const { buildStatus } = await bench.build('preparation', { ALERT_THRESHOLD: '70' });

    expect(buildStatus).toBe('SUCCEEDED');
    const { alerts } = await budget(bench);
    expect(alerts.map(({ threshold }) => threshold).sort()).toEqual([50, 70]);
    expect(alerts.find(({ threshold }) => threshold === 50)?.subscribers).toEqual([
      'EMAIL me@example.com',
    ]);
  });
});

interface Alert {
  readonly NotificationType: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
}

async function budget({ holder, accountId }: RealToolsEnvironment) {
  const budgets = holder('budgets');
  const input = { AccountId: accountId, BudgetName: 'SpaBudget' };
  const { Budget } = await budgets.call('DescribeBudget', input);
  const { Notifications } = await budgets.call('DescribeNotificationsForBudget', input);
  const alerts = (Notifications as readonly Alert[]).map(async (Notification) => {
    const { Subscribers } = await budgets.call('DescribeSubscribersForNotification', {
      ...input,
      Notification,
    });
    return {
      type: Notification.NotificationType,
      operator: Notification.ComparisonOperator,
      threshold: Notification.Threshold,
      subscribers: (Subscribers as readonly Readonly<Record<string, string>>[])
        .map(({ SubscriptionType, Address }) => `${SubscriptionType} ${Address}`)
        .sort(),
    };
  });
  const { BudgetLimit } = Budget as { readonly BudgetLimit: { readonly Amount: string } };
  return { amount: Number(BudgetLimit.Amount), alerts: await Promise.all(alerts) };
}

/** Scheduled rules, and their changes of the project that they start. */
async function hours({ holder }: RealToolsEnvironment) {
  const events = holder('events');
  const NamePrefix = 'SpaEventsRuleForInstance';
  const { Rules } = await events.call('ListRules', { NamePrefix });
  const described = (Rules as readonly Readonly<Record<string, string>>[]).map(async (rule) => {
    const { Targets } = await events.call('ListTargetsByRule', { Rule: rule.Name });
    const [{ Input }] = Targets as [{ readonly Input: string }];
    const { environmentVariablesOverride } = JSON.parse(Input);
    const values = environmentVariablesOverride.map(({ value }: Variable) => value);
    return [rule.Name, rule.ScheduleExpression, values.join(' ')];
  });
  return (await Promise.all(described)).sort();
}

interface Variable {
  readonly value: string;
}
