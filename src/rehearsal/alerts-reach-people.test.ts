import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { openTracker } from '../incidents/open-tracker.ts';
import { openServiceClient } from '../testing/account-access.ts';
import { minuteMs } from '../testing/durations.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

async function incidentsOf({ lifecycle }: LifecycleEnvironment) {
  const incidents = await Array.fromAsync(openTracker(lifecycle).list({ includeResolved: true }));
  return incidents.map(({ status, title, tags, followUps }) => ({
    status,
    title,
    exception: tags.exception,
    account: tags.account,
    followUps,
  }));
}

/** The address has confirmed its subscription. */
async function openWithSubscriber(): Promise<LifecycleEnvironment> {
  const plain = rehearsalSettings();
  const withEmailSubscriptionsOnAlerts = ['Operators <sre@example.com>'];
  const features = { ...plain.features, withEmailSubscriptionsOnAlerts };
  const environment = await openLifecycleEnvironment({ settings: { ...plain, features } });
  await environment.advance(minuteMs);
  const { mail } = environment.organization;
  mail.confirm(mail.received()[0]?.id ?? '');
  return environment;
}

async function subjects({ organization }: LifecycleEnvironment): Promise<readonly unknown[]> {
  const [, ...mails] = organization.mail.received();
  return Promise.all(mails.map(async ({ raw }) => (await PostalMime.parse(raw)).subject));
}

test('scenarios 29–31: an alert of a budget reaches the queue, an incident and the mailbox', async () => {
  const environment = await openWithSubscriber();
  const { addAccount, advance, lifecycle, organization } = environment;
  const id = addAccount('alpha');
  const region = lifecycle.hub.region;
  const sns = openServiceClient(organization, 'sns', {
    principal: `arn:aws:iam::${id}:root`,
    region,
  });
  const { TopicArn } = await sns.call('CreateTopic', { Name: 'SpaAlertTopic' });
  const { accountId } = lifecycle.hub;
  const queue = `arn:aws:sqs:${region}:${accountId}:SpaDemoAlerts`;
  const AddPermission = {
    TopicArn,
    Label: 'Automation',
    AWSAccountId: [accountId],
    ActionName: ['Subscribe'],
  };
  await sns.call('AddPermission', AddPermission);
  const Subscribe = { TopicArn, Protocol: 'sqs', Endpoint: queue };
  await lifecycle.inHub('sns').call('Subscribe', Subscribe);

  await sns.call('Publish', { TopicArn, Subject: 'AWS Budgets', Message: 'Over 80%' });
  await sns.call('Publish', { TopicArn, Subject: 'AWS Budgets', Message: 'Over 100%' });
  await advance(10 * minuteMs);

  const title = `Budget alert on account 'alpha (${id})'`;
  expect(await incidentsOf(environment)).toEqual([
    { status: 'open', title, exception: 'BudgetAlertException', account: id, followUps: 1 },
  ]);
  expect(await subjects(environment)).toEqual([title, title]);
});

test('scenario 53: a failed build opens an incident, which the release of the account resolves', async () => {
  const environment = await openWithSubscriber();
  const { addAccount, advance, organization, tag } = environment;
  const id = addAccount('alpha');
  organization.fault({ build: {}, times: 1, fault: { fail: true } });

  await tag(id, 'vanilla');
  await advance(180 * minuteMs);

  const incidents = await incidentsOf(environment);
  expect(environment.state(id)).toBe('released');
  expect(incidents.map(({ status, exception, account }) => [status, exception, account])).toEqual([
    ['resolved', 'FailedCodebuildException', id],
  ]);
  expect(await subjects(environment)).toEqual([`Codebuild event for account ${id}`]);
});
